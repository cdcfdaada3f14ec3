import { defineNodeRule } from "../define-rule.ts";
import { noSshServerStartsAtBoot } from "../kit/ssh/ssh-service.ts";

export const rule = defineNodeRule({
  id: "V-242394",
  roles: ["worker"],
  literal: [noSshServerStartsAtBoot("literal")],
  effective: [noSshServerStartsAtBoot("effective")],
  expected: "every unit of an SSH server disabled, masked or not installed",
  readings: {
    literal: "no unit of an SSH server is started at boot",
    effective:
      "the same; no daemon and no listener on port 22 that no unit explains, and no socket that systemd made itself; a refused connection alone is Not Reviewed, for a server may be " +
      "started otherwise",
  },
  changes: ["SSH server"],
  check:
    "Run systemctl is-enabled for sshd.service, ssh.service, sshd.socket, ssh.socket, dropbear.service and " +
    "dropbear.socket. enabled, enabled-runtime, linked, alias and generated are findings, and so is disabled, static or " +
    "indirect where systemctl show -p WantedBy,RequiredBy names a target of the boot: the word does not tell of links " +
    "that a distribution has below /usr (Flatcar's sshd.socket). Read the word and not the exit " +
    "code, which is 0 for static and indirect too; on Debian and Ubuntu sshd.service is an alias of ssh.service. " +
    "An audit over SSH shows at least that a server runs, which is the finding of V-242393. A worker where none starts is " +
    "read at its console: plimsoll reader > reader.sh, there sh reader.sh sweep > NODE.sweep, then plimsoll collect or " +
    "audit with --from NODE.sweep.",
  fix:
    "Make sure of another way to the node, then systemctl disable the units that are enabled, sockets included " +
    "(systemctl mask keeps package updates from enabling them again, and is the way where a link below /usr starts them).",
});
