import { isLoopbackAddress } from "../../../evidence/address-class.ts";
import type { Listener } from "../../../evidence/listeners.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";

const sshPrograms = ["sshd", "dropbear"];

/**
 * An SSH daemon's socket, or SSH's own port in the hands of systemd, which starts a daemon for it, or of nobody seen.
 * What a daemon has on loopback are its sessions' forwarded ports: they come and go.
 */
const mayBeSsh = ({ protocol, address, port, program }: Listener): boolean =>
  protocol === "tcp" &&
  !isLoopbackAddress(address) &&
  (sshPrograms.includes(program ?? "") || (port === 22 && (program === undefined || program === "systemd")));

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
