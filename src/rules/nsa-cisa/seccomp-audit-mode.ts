import { entriesSeen } from "../../evidence/observed.ts";
import { notApplicable, notReviewed, type Seen } from "../../findings/verdict.ts";
import { condition, defineNodeRule, unseenVerdict } from "../define-rule.ts";

const audits = condition(["host.seccomp-profiles"] as const, (facts) => {
  const fact = facts["host.seccomp-profiles"];
  const profiles = entriesSeen(fact);
  const recording = profiles.filter(({ logs }) => logs.state === "present" && logs.value);
  const seen: readonly Seen[] = recording.map(({ path }) => ({
    what: path,
    value: "has the action SCMP_ACT_LOG",
    source: fact.source,
  }));
  if (recording.length > 0) {
    const names = recording.map(({ path }) => path).join(", ");
    return notReviewed(
      `Records system calls instead of refusing them: ${names}. What uses that, and for how long, is for a person.`,
      seen,
    );
  }
  const unread = profiles.find(({ logs }) => logs.state === "unknown");
  if (unread?.logs.state === "unknown") return unseenVerdict(unread.logs);
  return profiles.length === 0
    ? notApplicable("The kubelet has no seccomp profiles of its own on this node.")
    : notApplicable(`None of the ${profiles.length} seccomp profiles on this node only records.`);
});

export const rule = defineNodeRule({
  id: "seccomp-audit-mode",
  roles: ["control-plane", "worker"],
  literal: [audits],
  expected:
    "seccomp profiles with the action SCMP_ACT_LOG are known, and used for no longer than it takes to write one",
  check:
    "On every node read the profiles below the kubelet's seccomp directory (/var/lib/kubelet/seccomp) and look for " +
    "SCMP_ACT_LOG, as default action or of some system calls. Such a profile records and lets everything through: " +
    "see which pods name it (seccompProfile of type Localhost) and until when.",
  fix:
    "Turn what was recorded into a profile that refuses the rest (SCMP_ACT_ERRNO) and give that to the pods; for " +
    "pods that need nothing special RuntimeDefault will do.",
});
