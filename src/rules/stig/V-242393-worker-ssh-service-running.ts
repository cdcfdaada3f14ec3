import { defineNodeRule } from "../define-rule.ts";
import { noSshServerRuns } from "../kit/ssh/ssh-service.ts";

export const rule = defineNodeRule({
  id: "V-242393",
  roles: ["worker"],
  literal: [noSshServerRuns("literal")],
  effective: [noSshServerRuns("effective")],
  expected: "no SSH server on the node: no active unit, no daemon, no answer",
  readings: {
    literal:
      "no SSH server runs: no active unit, no daemon among the processes, and the audit did not come in " + "over SSH",
    effective:
      "the same, and no socket that systemd made itself; a refused connection alone is Not Reviewed, for a server may listen elsewhere",
  },
  changes: ["SSH server"],
  check:
    "On the node's console run systemctl status for sshd.service, ssh.service, sshd.socket, ssh.socket, " +
    "dropbear.service and dropbear.socket, and look for sshd or dropbear among the processes and for port 22 among the " +
    "listening sockets (ss -lntp). An audit that comes in over SSH is itself the proof that a server runs: the rule is " +
    "then open, whatever systemctl prints. A worker that rightly runs none is read at its console: plimsoll reader > " +
    "reader.sh, there sh reader.sh sweep > NODE.sweep, then plimsoll collect or audit with --from NODE.sweep.",
  fix:
    "Make sure of another way to the node (console, BMC, out-of-band management), then systemctl disable --now the " +
    "units that are active, sockets included. plimsoll reaches such a node over SSH no more: take its evidence at " +
    "the console with sh reader.sh sweep and give it with --from. A site that keeps SSH for administration has to accept this finding.",
});
