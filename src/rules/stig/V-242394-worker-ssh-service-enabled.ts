import { defineNodeRule } from "../define-rule.ts";
import { noSshServerStartsAtBoot } from "../kit/ssh-service.ts";

export const rule = defineNodeRule({
  vulnId: "V-242394",
  roles: ["worker"],
  literal: [noSshServerStartsAtBoot("literal")],
  effective: [noSshServerStartsAtBoot("effective")],
  expected: "every unit of an SSH server disabled, masked or not installed",
  readings: {
    literal: "no unit of an SSH server is started at boot, and the audit did not come in over SSH",
    effective: "the same; a refused connection alone is Not Reviewed, for a server may be started otherwise",
  },
  changes: ["SSH server"],
  check:
    "Run systemctl is-enabled for sshd.service, ssh.service, sshd.socket, ssh.socket, dropbear.service and " +
    "dropbear.socket. enabled, enabled-runtime, linked, alias and generated are findings. Read the word and not the exit " +
    "code, which is 0 for static and indirect too; on Debian and Ubuntu sshd.service is an alias of ssh.service.",
  fix:
    "Make sure of another way to the node, then systemctl disable the units that are enabled, sockets included " +
    "(systemctl mask keeps package updates from enabling them again).",
});
