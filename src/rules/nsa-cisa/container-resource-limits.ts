import { limitedResources } from "../../evidence/namespace-limits.ts";
import { entriesSeen } from "../../evidence/observed.ts";
import { workloadCheck } from "../kit/guidance/workloads/workload-check.ts";

export const rule = workloadCheck({
  id: "container-resource-limits",
  what: "containers without a limit on cpu or memory",
  also: ["api.limit-ranges"],
  looks: ({ namespace, pod, spec: { containers, podLimits = [] } }, facts) => {
    // A pod shows what a LimitRange gave it when it was made; one that came later gives it nothing.
    const given = pod === undefined ? entriesSeen(facts["api.limit-ranges"]) : [];
    const byDefault = given.flatMap((range) => (range.namespace === namespace ? range.defaultLimits : []));
    return containers.flatMap(({ kind, name, limits = [], zeroLimits = [] }) => {
      // The API takes no resources for them.
      if (kind === "ephemeral container") return [];
      // A default takes the place of what is missing alone (the LimitRanger's defaultContainerResourceRequirements).
      const limited = [...limits, ...podLimits, ...byDefault.filter((resource) => !zeroLimits.includes(resource))];
      const missing = limitedResources.filter((resource) => !limited.includes(resource));
      return missing.length === 0
        ? []
        : [{ kind: "open" as const, value: `${kind} ${name}: no limit on ${missing.join(" and ")}` }];
    });
  },
  expected: "every container of users has limits on cpu and memory: its own, its pod's, or a LimitRange's defaults",
  check:
    "Read resources.limits of all containers and init containers of every pod, and of the template of every workload, " +
    "those scaled to zero too; spec.resources.limits of a pod (since 1.34 on by default) bounds all its containers. A " +
    "LimitRange writes its defaults into pods when they are made, so a running pod without limits has none, whatever " +
    "the namespace has now. A limit of zero is none. Ephemeral containers cannot have any. The kubelet's podPidsLimit " +
    "and evictionHard bound what no container's limits do: look at them, too.",
  fix:
    "Set resources.limits.cpu and memory in every container, and give each namespace a LimitRange with defaults for " +
    "what somebody forgets; make the pods anew afterwards.",
});
