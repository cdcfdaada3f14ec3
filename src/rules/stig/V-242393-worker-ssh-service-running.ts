import { defineNodeRule } from "../define-rule.ts";
import { noSshServerRuns } from "../kit/ssh-service.ts";

export const rule = defineNodeRule({
  vulnId: "V-242393",
  roles: ["worker"],
  literal: [noSshServerRuns("literal")],
  effective: [noSshServerRuns("effective")],
  expected: "no SSH server on the node: no active unit, no daemon, no answer",
  check:
    "On the node's console run systemctl status for sshd.service, ssh.service, sshd.socket, ssh.socket, " +
    "dropbear.service and dropbear.socket, and look for sshd or dropbear among the processes and for port 22 among the " +
    "listening sockets (ss -lntp). An audit that comes in " +
    "over SSH is itself the proof that a server runs: the rule is then open, whatever systemctl prints.",
  fix:
    "Make sure of another way to the node (console, BMC, out-of-band management), then systemctl disable --now the " +
    "units that are active, sockets included. plimsoll reaches such a node no more: collect its evidence at the " +
    "console. A site that keeps SSH for administration has to accept this finding.",
});
