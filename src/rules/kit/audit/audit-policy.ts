import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import type { ContentTest } from "../file-content-rule.ts";
import { imageVersion, isSince, versionUnknown } from "../kubernetes-version.ts";
import { asList, asRecord, asTexts, isKind, listed, property, type UnknownRecord } from "../unknown-data.ts";

const levels = ["None", "Metadata", "Request", "RequestResponse"];
const selectors = ["users", "userGroups", "verbs", "resources", "namespaces", "nonResourceURLs"];
const others = ["level", "omitStages", "omitManagedFields"];

type Policy = { readonly policy: UnknownRecord; readonly rules: readonly UnknownRecord[] };

const current = ["audit.k8s.io/v1"];
// Kubernetes PR 108092: 1.24 reads v1 only.
const earlier = ["audit.k8s.io/v1beta1", "audit.k8s.io/v1alpha1"];
const earlierGone = 24;

/** The policy, or why the API server cannot use it. */
function readPolicy(content: unknown, versions: readonly string[] = current): Policy | string {
  const policy = asRecord(content);
  if (policy === undefined || !isKind(policy, "Policy", versions)) return "no Policy of audit.k8s.io/v1";
  const rules = (asList(policy["rules"]) ?? []).map(asRecord);
  if (rules.length === 0) return "a policy without rules";
  const invalid = rules.findIndex((rule) => !levels.some((level) => level === rule?.["level"]));
  if (invalid >= 0) return `a policy whose rule ${invalid + 1} has no valid level`;
  return { policy, rules: rules.filter((rule) => rule !== undefined) };
}

/** Where a file deviates from the one policy that the check text shows; metadata is free. Undefined: nowhere. */
function deviation(content: unknown): string | undefined {
  const read = readPolicy(content);
  if (typeof read === "string") return read;
  const { policy, rules } = read;
  const key = Object.keys(policy).find((name) => !["apiVersion", "kind", "metadata", "rules"].includes(name));
  if (key !== undefined) return `a policy with ${key} besides its rules`;
  if (rules.length > 1) return `a policy with ${rules.length} rules`;
  const [rule = {}] = rules;
  const more = Object.keys(rule).find((name) => name !== "level");
  if (more !== undefined) return `a policy whose rule has ${more} besides its level`;
  return rule["level"] === "RequestResponse" ? undefined : `a policy of level ${String(rule["level"])}`;
}

/** The policy is the one that the check text shows: one rule for everything with its bodies. */
export function isPolicyOfText(content: unknown): Verdict {
  const found = deviation(content);
  return found === undefined
    ? notAFinding("one rule, level RequestResponse for everything.")
    : open(`the text wants one rule with level RequestResponse and nothing else; this is ${found}.`);
}

/** The API server can use the policy, whatever its release. */
export function isPolicy(content: unknown): Verdict {
  const read = readPolicy(content);
  return typeof read === "string" ? open(`${read}.`) : levelsOf(read);
}

const levelsOf = ({ rules }: Policy): Verdict =>
  notAFinding(`a policy with rules of level ${listed([...new Set(rules.map((rule) => String(rule["level"])))])}.`);

/** Judges the policy that the API server has in force: which versions it reads depends on its release. */
const ofPolicyInForce =
  (judge: (policy: Policy) => Verdict) =>
  ({ image }: Invocation): ContentTest =>
  (content) => {
    const now = readPolicy(content);
    if (typeof now !== "string") return judge(now);
    const before = readPolicy(content, earlier);
    if (typeof before === "string") return open(`${now}.`);
    const version = imageVersion(image);
    if (version === undefined) return versionUnknown("kube-apiserver (it reads this policy until 1.23)", image);
    return isSince(version, earlierGone) ? open(`${now}.`) : judge(before);
  };

/**
 * The rules that decide: up to the first one without selectors, for the first rule that matches is the one that counts
 * (audit/policy/checker.go). Undefined: a rule is not understood, so what it matches is not known.
 */
function rulesInForce(
  rules: readonly UnknownRecord[],
): { all: readonly UnknownRecord[]; isComplete: boolean } | undefined {
  for (const [index, rule] of rules.entries()) {
    const isUnderstood =
      Object.keys(rule).every((key) => selectors.includes(key) || others.includes(key)) &&
      selectors.every((key) => asList(rule[key] ?? []) !== undefined);
    if (!isUnderstood) return undefined;
    const isForAll = selectors.every((key) => asList(rule[key] ?? [])?.length === 0);
    if (isForAll) return { all: rules.slice(0, index + 1), isComplete: true };
  }
  return { all: rules, isComplete: false };
}

const unclear = notReviewed("a policy with a rule whose keys are not understood.");
/** A rule by which nothing is recorded. */
export const isNone = (rule: UnknownRecord): boolean => rule["level"] === "None";

const stages = ["RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"];
/** The stages that the policy or a rule leaves out; undefined where that is no list of them. */
const omittedBy = (part: UnknownRecord): readonly string[] | undefined => asTexts(property(part, "omitStages"));

/** Whether a rule leaves a stage to be recorded, after what the policy leaves out for all of them. */
const leavesStage = (rule: UnknownRecord, ofPolicy: readonly string[]): boolean =>
  stages.some((stage) => !ofPolicy.includes(stage) && omittedBy(rule)?.includes(stage) !== true);

const unclearStages = notReviewed("omitStages is not a list of stages.");

/** Something is recorded: some rule that can come to bear has another level than None, and a stage at which it records. */
export const recordsSomething = ofPolicyInForce((read) => {
  if (read.rules.every(isNone)) return open("every rule is of level None.");
  const inForce = rulesInForce(read.rules);
  if (inForce === undefined) return unclear;
  const recording = inForce.all.filter((rule) => !isNone(rule));
  if (recording.length === 0) return open("a rule of level None comes before all others.");
  const ofPolicy = omittedBy(read.policy);
  if (ofPolicy === undefined || recording.some((rule) => omittedBy(rule) === undefined)) return unclearStages;
  return recording.some((rule) => leavesStage(rule, ofPolicy))
    ? levelsOf(read)
    : open("omitStages leaves out every stage: nothing is recorded.");
});

/** A rule's selectors, for people. */
export const selectorsOf = (rule: UnknownRecord): string =>
  selectors
    .filter((key) => (asList(rule[key] ?? [])?.length ?? 0) > 0)
    .map((key) => `${key} ${JSON.stringify(rule[key])}`)
    .join(" and ")
    .slice(0, 200);

/** Whatever no other rule names is recorded with its result; `judge` then judges the rules that decide. */
export const recordsTheRest = (
  judge: (rules: readonly UnknownRecord[]) => Verdict,
): ReturnType<typeof ofPolicyInForce> =>
  ofPolicyInForce((read) => {
    const inForce = rulesInForce(read.rules);
    if (inForce === undefined) return unclear;
    const { all, isComplete } = inForce;
    if (!isComplete) return open("no rule is for all requests that other rules leave.");
    const last = all.at(-1);
    if (last === undefined || isNone(last)) return open("what no other rule names is not recorded.");
    const left = [read.policy, ...all.filter((rule) => !isNone(rule))].map(omittedBy);
    if (left.some((omitted) => omitted?.includes("ResponseComplete"))) {
      return open("omitStages drops ResponseComplete: results are not recorded.");
    }
    return left.includes(undefined) ? unclearStages : judge(all);
  });

/** Every request is recorded with its result, at level Metadata or more. */
export const recordsEverything = recordsTheRest((all) => {
  const excluded = all.filter(isNone).map(selectorsOf);
  if (excluded.length > 0) return notReviewed(`nothing is recorded of ${listed(excluded)}.`);
  return notAFinding(`everything is recorded, the last rule has level ${String(all.at(-1)?.["level"])}.`);
});
