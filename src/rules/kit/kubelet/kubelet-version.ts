import type { ApiNode } from "../../../evidence/cluster.ts";
import type { Observed } from "../../../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, unseenVerdict } from "../../define-rule.ts";
import { type KubernetesVersion, parseVersion } from "../kubernetes-version.ts";

const showVersionOf = (api: Observed<ApiNode>): readonly Seen[] =>
  api.state === "present"
    ? [{ what: "the kubelet's version, as the API has it", value: api.value.kubeletVersion, source: api.source }]
    : [];

const unknownVersion = (api: Observed<ApiNode>): Verdict => {
  if (api.state === "unknown") return unseenVerdict(api);
  const why = api.state === "absent" ? "the API does not know this node" : "the API says something else than a version";
  return notReviewed(`The version of the kubelet is not known: ${why}.`);
};

/** What is asked of a kubelet: conditions, or a verdict where its version says it all. */
type Asked = Verdict | readonly Condition[];

const isVerdict = (asked: Asked): asked is Verdict => "status" in asked;

/**
 * A condition that depends on the kubelet's version: that of the API's node, for the kubelet itself is never run.
 * Nothing else stands in for it, not even the control plane's version: kubelets may be three releases older.
 */
export const kubeletByVersion = (
  choose: (version: KubernetesVersion) => Asked,
  whenUnknown: readonly Condition[] = [],
): Condition => ({
  needs: ["node.api", "process.kubelet", "kubelet.config", "kubelet.unit"],
  decide(facts) {
    const api = facts["node.api"];
    const version = api.state === "present" ? parseVersion(api.value.kubeletVersion) : undefined;
    const fallback = whenUnknown.length > 0 ? whenUnknown : unknownVersion(api);
    const asked = version === undefined ? fallback : choose(version);
    const verdict = isVerdict(asked) ? asked : worst(asked.map((one) => one.decide(facts)));
    return { ...verdict, seen: [...verdict.seen, ...showVersionOf(api)] };
  },
});
