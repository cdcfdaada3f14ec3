import { readFileSync } from "node:fs";
import { groupsOfCluster } from "../../src/assess/judge-cluster.ts";
import type { ApiPod, ApiWorkload } from "../../src/evidence/pods.ts";
import type { RbacBinding, RbacRole } from "../../src/evidence/rbac.ts";
import type { ObservedForCluster } from "../../src/evidence/run.ts";
import type { Seen } from "../../src/findings/verdict.ts";
import { readBinding, readRole } from "../../src/probes/cluster/rbac.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { clusterFacts } from "./cluster-facts.ts";
import { here } from "./facts.ts";

/** A cluster whose API listed these, and no more: what the guidance's checks on workloads look at. */
export const workloadsRead = ({
  pods = [],
  workloads = [],
  ...more
}: {
  readonly pods?: readonly ApiPod[];
  readonly workloads?: readonly ApiWorkload[];
} & Partial<ObservedForCluster>): ObservedForCluster =>
  clusterFacts({
    "api.pods": here(pods),
    "api.workloads": here(workloads),
    "api.pod-templates": here([]),
    "api.nodes": here([]),
    "run.hosts": here([]),
    ...more,
  });

/** The control plane of an audited cluster asks the Node authorizer and RBAC. */
const authorizers = here(["Node", "RBAC"]);

/** A cluster whose API listed these roles and bindings, with the pods that tell whose accounts are. */
export const rbacRead = (
  roles: readonly RbacRole[],
  bindings: readonly RbacBinding[],
  more: Partial<ObservedForCluster> = {},
): ObservedForCluster =>
  workloadsRead({ "api.rbac": here({ roles, bindings }), "run.authorizers": authorizers, ...more });

/** What a recorded kubeadm cluster of 1.36 answers. */
export const recordedApi = JSON.parse(
  readFileSync(new URL("../../src/demo/recordings/api.json", import.meta.url), "utf8"),
) as Readonly<Record<string, { readonly items: readonly unknown[] }>>;

const rbacItems = (resource: string): readonly unknown[] =>
  recordedApi[`/apis/rbac.authorization.k8s.io/v1/${resource}`]?.items ?? [];
/** The roles and bindings of that cluster, as plimsoll reads them. */
export const recordedRbac = {
  roles: ["roles", "clusterroles"].flatMap(rbacItems).map(readRole),
  bindings: ["rolebindings", "clusterrolebindings"].flatMap(rbacItems).map(readBinding),
};

/** The verdicts of a check on the cluster, and on what is judged apart. */
export function judgedOn(rule: Rule, facts: ObservedForCluster) {
  if (rule.kind !== "cluster") throw new Error(`${rule.id} is not judged on the cluster`);
  const [own, apart] = groupsOfCluster("c", rule, facts);
  if (own === undefined) throw new Error(`${rule.id} has no verdict`);
  return { ...own.literal, apart: apart?.literal };
}

/** What was seen, a line each. */
export const lines = (seen: readonly Pick<Seen, "what" | "value">[] = []): readonly string[] =>
  seen.map(({ what, value }) => `${what}: ${value}`);
