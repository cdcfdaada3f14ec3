import type { ApiNode } from "../../../evidence/cluster.ts";
import type { Known, Observed, Present } from "../../../evidence/observed.ts";
import type { SshTransport } from "../../../evidence/ssh.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";

/** Which reading is asked: a refused connection is the literal text's Note, and proves little. */
export type Reading = "literal" | "effective";

/** How an attempt that did not come in is read. */
export type AttemptReading = {
  readonly reading: Reading;
  /** The site takes a node that times out, though Ready, for one that cannot be reached (sshUnreachableIsNotAFinding). */
  readonly timeoutCounts: boolean;
};

// From here on the other side has spoken SSH, whether or not its banner was kept. The outcome alone does not show that:
// a jump host that refuses the login is "auth-failed" too, at stage "tcp".
const sshStages = ["host-key", "authentication", "exec", "ready"];

const hasAnswered = ({ outcome, stage, banner = "" }: SshTransport): boolean =>
  outcome === "connected" || sshStages.includes(stage) || banner.startsWith("SSH-");

/** How the attempt went, for people. */
const showAttempt = (attempt: Known<SshTransport>): readonly Seen[] => {
  if (attempt.state === "absent") return [];
  const { stage, outcome, message, banner, viaJump } = attempt.value;
  const how = `${outcome} at stage ${stage}${viaJump ? ", through a jump host" : ""}${message === "" ? "" : `: ${message}`}`;
  return [
    // Address and port are in the source: in the words they would keep equal nodes apart.
    { what: "the audit's own SSH connection", value: how, source: attempt.source },
    ...(banner === undefined ? [] : [{ what: "SSH banner", value: banner, source: attempt.source }]),
  ];
};

// RFC 4253, section 4.2: SSH-protoversion-softwareversion.
const serverName = (banner = ""): string => /^SSH-[\d.]+-([A-Za-z]+)/.exec(banner)?.[1] ?? "an SSH server";

const doubt = (outcome: string): string =>
  outcome.startsWith("host-key")
    ? " Its host key is not the one on record: the host that answered may not be this node."
    : "";

/** Open where something at the node's address answered as an SSH server; undefined where nothing did. */
export function judgeAnswer(attempt: Observed<SshTransport>): Verdict | undefined {
  if (attempt.state !== "present" || !hasAnswered(attempt.value)) return undefined;
  const { outcome, banner } = attempt.value;
  const how = outcome === "connected" ? "The audit itself came in over SSH" : "An SSH server answered the audit";
  return open(`${how}: ${serverName(banner)} runs.${doubt(outcome)}`, showAttempt(attempt));
}

/**
 * Why an attempt says nothing of the node's own SSH port; undefined where it does. `word` is what a jump host says of a
 * node that it could not connect to.
 */
function doubtsOn(attempt: SshTransport, node: Observed<ApiNode>, word: "refused" | "timed out"): string | undefined {
  if (attempt.port !== 22) return `only port ${attempt.port} was tried, not 22`;
  // A bastion that is down refuses too: only its word that connect(2) to the node was refused counts (OpenSSH's client
  // prints "connect failed: Connection refused", the server's channel failure says the second half).
  if (attempt.viaJump && !attempt.message.toLowerCase().endsWith(`: connection ${word}`)) {
    return "that may be the jump host's doing";
  }
  if (node.state !== "present") return "the API does not show the node";
  if (!node.value.ready) return "the node is not Ready in the API";
  const addresses = node.value.addresses.filter(({ type }) => type === "InternalIP").map(({ address }) => address);
  return addresses.includes(attempt.address) ? undefined : "the address is no InternalIP of the node in the API";
}

function judgeRefusal(attempt: Present<SshTransport>, node: Observed<ApiNode>, reading: Reading): Verdict {
  const seen = showAttempt(attempt);
  if (reading === "effective") {
    return notReviewed("The connection was refused, which says nothing of other ports and addresses.", seen);
  }
  const doubts = doubtsOn(attempt.value, node, "refused");
  return doubts === undefined
    ? notAFinding(
        "The node, Ready in the API, refuses SSH connections: not reachable, as the Note of the check text says.",
        seen,
      )
    : notReviewed(`The connection was refused, but ${doubts}.`, seen);
}

// A connection that stood and then fell silent was let in by something: that is no node that cannot be reached.
const isConnectTimeout = ({ outcome, stage }: SshTransport): boolean => outcome === "timed-out" && stage === "tcp";

function judgeTimeout(attempt: Present<SshTransport>, node: Observed<ApiNode>): Verdict {
  const seen = showAttempt(attempt);
  const doubts = doubtsOn(attempt.value, node, "timed out");
  return doubts === undefined
    ? notAFinding("Connecting to the node by SSH times out, though it is Ready in the API: not reachable.", seen)
    : notReviewed(`Connecting to the node by SSH timed out, but ${doubts}.`, seen);
}

/**
 * What an SSH attempt says where nothing else was seen of the node. Only a refusal by the node itself is the "cannot be
 * reached" of the check text's Note; a filter, a dead node and a wrong address all time out alike. A site may
 * rule the last two out by the API, and answer for the first.
 */
export function judgeAttempt(
  attempt: Observed<SshTransport>,
  node: Observed<ApiNode>,
  { reading, timeoutCounts }: AttemptReading,
): Verdict {
  if (attempt.state === "unknown") return unseenVerdict(attempt);
  if (attempt.state === "absent") return notReviewed("No SSH connection was tried and nothing of the node was read.");
  if (attempt.value.outcome === "refused") return judgeRefusal(attempt, node, reading);
  if (timeoutCounts && reading === "literal" && isConnectTimeout(attempt.value)) return judgeTimeout(attempt, node);
  return notReviewed(`The node was not read over SSH: ${attempt.value.outcome}.`, showAttempt(attempt));
}
