import { isLoopbackAddress } from "../../../evidence/address-class.ts";
import type { Listener } from "../../../evidence/listeners.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";

/**
 * The socket of what is called an SSH program, or SSH's own port in whosever hands: systemd and inetd start a daemon for it, and
 * git and telnet have servers of their own there. What a daemon has on loopback are its sessions' forwarded ports: they
 * come and go.
 */
const mayBeSsh = ({ protocol, address, port, program }: Listener): boolean =>
  protocol === "tcp" && !isLoopbackAddress(address) && (port === 22 || /ssh|dropbear/i.test(program ?? ""));

const shown = ({ port, program }: Listener): string => `port ${port}, held by ${program ?? "no process seen"}`;

/** A verdict on SSH daemons beside the node's sockets: no pass where one may be an SSH server's, or none were seen. */
export function besideListeners(verdict: Verdict, listeners: Observed<readonly Listener[]>): Verdict {
  if (listeners.state === "unknown") {
    return verdict.status === "not_a_finding" ? worst([verdict, unseenVerdict(listeners)]) : verdict;
  }
  const sockets = [...new Set(entriesSeen(listeners).filter(mayBeSsh).map(shown))];
  if (sockets.length === 0) return verdict;
  const seen = sockets.map((value): Seen => ({ what: "listening socket", value, source: listeners.source }));
  const all = [...verdict.seen, ...seen];
  return verdict.status === "not_a_finding"
    ? notReviewed(`${verdict.reason} But something listens that may be an SSH server: ${sockets.join("; ")}.`, all)
    : { ...verdict, seen: all };
}
