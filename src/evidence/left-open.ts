import type { ClusterEvidence } from "./cluster.ts";
import type { NodeEvidence } from "./node.ts";
import type { UnknownReason } from "./observed.ts";

/** Answered, or never asked: asking again would give the same. */
const settled: readonly UnknownReason[] = ["not-collected", "unsupported", "unparseable", "withheld"];

/** Whether something in the API's evidence, however deep, could not be seen and may be the next time. */
export const apiLeftOpen = ({ facts }: ClusterEvidence): boolean => leftOpen(facts);

function leftOpen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("state" in value && value.state === "unknown" && "reason" in value) {
    return !settled.some((reason) => reason === value.reason);
  }
  return Object.values(value).some(leftOpen);
}

const shows = (facts: Readonly<Record<string, { readonly state: string }>>): boolean =>
  Object.entries(facts).some(([name, { state }]) => name !== "ssh.transport" && state !== "unknown");

/**
 * A host's evidence after it was asked in another session. What was seen of it does not go because the later attempt saw
 * nothing; how that one ended is on record.
 */
export function afterAnotherSession(before: NodeEvidence, now: NodeEvidence): NodeEvidence {
  const transport = now.facts["ssh.transport"];
  // Interrupted before anybody tried.
  if (now.read.state !== "read" && now.read.cause === "interrupted" && transport.state === "unknown") return before;
  if (shows(now.facts) || !shows(before.facts)) return now;
  return { ...before, read: now.read, facts: { ...before.facts, "ssh.transport": transport } };
}

/** The same of the API. */
export const apiAfterAnotherSession = (before: ClusterEvidence, now: ClusterEvidence): ClusterEvidence =>
  shows(now.facts) || !shows(before.facts) ? now : before;
