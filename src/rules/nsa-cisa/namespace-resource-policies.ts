import { limitedResources } from "../../evidence/namespace-limits.ts";
import { entriesSeen } from "../../evidence/observed.ts";
import { hasEnded } from "../kit/cluster/pods.ts";
import { namespaceCheck, type SpaceShown } from "../kit/guidance/namespace-check.ts";

const shown = (what: string, isThere: (resource: (typeof limitedResources)[number]) => boolean): SpaceShown => {
  const missing = limitedResources.filter((resource) => !isThere(resource));
  return missing.length === 0
    ? { kind: "pass", value: `${what} on ${limitedResources.join(" and ")}` }
    : { kind: "open", value: `no ${what} on ${missing.join(" and ")}` };
};

export const rule = namespaceCheck({
  id: "namespace-resource-policies",
  needs: ["api.pods", "api.resource-quotas", "api.limit-ranges"],
  looks: (facts) => {
    const live = entriesSeen(facts["api.pods"]).filter((pod) => !hasEnded(pod));
    const withPods = new Set(live.map(({ namespace }) => namespace));
    return ({ name }) => {
      if (!withPods.has(name)) return [];
      const quotas = entriesSeen(facts["api.resource-quotas"]).filter(({ namespace }) => namespace === name);
      const ranges = entriesSeen(facts["api.limit-ranges"]).filter(({ namespace }) => namespace === name);
      const scoped = quotas.flatMap((quota) => (quota.isScoped === true ? [quota.name] : []));
      return [
        shown("quota", (resource) => quotas.some(({ bounds, isScoped }) => !isScoped && bounds.includes(resource))),
        shown("default limit", (resource) => ranges.some(({ defaultLimits }) => defaultLimits.includes(resource))),
        ...scoped.map((quota) => ({ kind: "detail" as const, value: `quota ${quota} is for some pods only` })),
      ];
    };
  },
  finding: "no quota or no default limits in",
  forPerson: "quotas and default limits are for a person in",
  passing: "Every namespace with pods has a quota and default limits on cpu and memory.",
  none: "No namespace has pods.",
  expected:
    "every namespace of users with pods has a ResourceQuota on cpu and memory and a LimitRange with default limits on both",
  check:
    "Run kubectl get resourcequotas,limitranges --all-namespaces -o yaml. A quota counts by requests.cpu, cpu or " +
    "limits.cpu, and the same for memory; one with scopes counts for some pods only and is no quota of the namespace. A " +
    "LimitRange counts by the default of its entries of type Container, which the API server also fills from max.",
  fix:
    "Give each namespace a ResourceQuota with hard bounds on cpu and memory, and a LimitRange whose entry of type " +
    "Container has default and defaultRequest for both: with a quota on limits pods without any are refused.",
});
