import type { ApiNode } from "../../../../evidence/cluster.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { onceFor } from "../../../../evidence/once-for.ts";
import type { ContainerSecurity, PodSecurity } from "../../../../evidence/pod-security.ts";
import type { ApiContainer } from "../../../../evidence/pods.ts";
import type { ClusterRuleFact } from "../../../../evidence/run.ts";
import type { ClusterRule, ShownFacts } from "../../../define-cluster-rule.ts";
import { type Shown, type WorkloadCheck, workloadCheck } from "./workload-check.ts";
import type { Workload, WorkloadFact } from "./workloads.ts";

/** A pod or a template with what it says of security. */
export type SecuredWorkload = Workload & { readonly security: PodSecurity };

/** A check on what pods and containers set for security. */
export type SecurityCheck<Helpful extends ClusterRuleFact = never> = Omit<WorkloadCheck<never, Helpful>, "looks"> & {
  readonly looks: (workload: SecuredWorkload, facts: ShownFacts<WorkloadFact, Helpful>) => readonly Shown[];
  /** It is about what only Linux has: pods for Windows are exempt. */
  readonly linuxOnly?: true;
};

const systems = onceFor(
  (nodes: readonly ApiNode[]): ReadonlyMap<string, string | undefined> =>
    new Map(nodes.map(({ name, labels }) => [name, labels["kubernetes.io/os"]])),
);

/** Whether a node is a Windows node, by the label that its kubelet gives it. */
export const isWindowsNode = ({ labels }: ApiNode): boolean => labels["kubernetes.io/os"] === "windows";

/** Of a pod that is on a node, the node's system; else what it says that it is for. */
function isForWindows({ pod, security }: SecuredWorkload, facts: ShownFacts<WorkloadFact>): boolean {
  const onNode = pod?.node === undefined ? undefined : systems(entriesSeen(facts["api.nodes"])).get(pod.node);
  return (onNode ?? security.os) === "windows";
}

const unkept: Shown = {
  kind: "unknown",
  value: "not kept",
  cause: "this run was made before plimsoll kept what pods set for security",
};

/** The same as a check on workloads: what an older run did not keep is unknown, and not unset. */
export const lookingAtSecurity =
  <Helpful extends ClusterRuleFact = never>({
    looks,
    linuxOnly,
  }: Pick<SecurityCheck<Helpful>, "looks" | "linuxOnly">): WorkloadCheck<never, Helpful>["looks"] =>
  (workload, facts) => {
    const { security } = workload.spec;
    if (security === undefined) return [unkept];
    const secured = { ...workload, security };
    if (linuxOnly === true && isForWindows(secured, facts)) return [{ kind: "exempt", value: "for Windows" }];
    return looks(secured, facts);
  };

/** A check of the guidance on what pods and containers set for security. */
export const securityCheck = <Helpful extends ClusterRuleFact = never>({
  looks,
  linuxOnly,
  ...check
}: SecurityCheck<Helpful>): ClusterRule =>
  workloadCheck({ ...check, looks: lookingAtSecurity({ looks, ...(linuxOnly && { linuxOnly }) }) });

/** What each container shows, init and ephemeral containers too, under its name. */
export const eachContainer = (
  { spec }: SecuredWorkload,
  look: (own: ContainerSecurity, container: ApiContainer) => readonly Shown[],
): readonly Shown[] =>
  spec.containers.flatMap((container) =>
    look(container.security ?? {}, container).map((shown) => ({
      ...shown,
      value: `${container.kind} ${container.name}: ${shown.value}`,
    })),
  );

/** What is shown if something is the case. */
export const shownIf = (is: boolean, kind: "open" | "detail", value: string): readonly Shown[] =>
  is ? [{ kind, value }] : [];
