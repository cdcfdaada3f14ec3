import { expect, it } from "vitest";
import { groupsOfCluster } from "../../src/assess/judge-cluster.ts";
import type { Observed } from "../../src/evidence/observed.ts";
import type { ContainerSecurity, PodSecurity } from "../../src/evidence/pod-security.ts";
import type { ApiContainer, ApiPod, ApiWorkload } from "../../src/evidence/pods.ts";
import type { RbacBinding, RbacRole } from "../../src/evidence/rbac.ts";
import type { ObservedForCluster, RunHost } from "../../src/evidence/run.ts";
import type { Seen, Status, Verdict } from "../../src/findings/verdict.ts";
import { readBinding, readRole } from "../../src/probes/cluster/rbac.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { clusterFacts, container, pod, workload } from "./cluster-facts.ts";
import { controlPlane, type FactsGiven, facts, here } from "./facts.ts";
import { recordedItems } from "./recordings.ts";

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

const rbacItems = (resource: string): readonly unknown[] =>
  recordedItems(`/apis/rbac.authorization.k8s.io/v1/${resource}`);
/** The roles and bindings of the demo's cluster, kubeadm's 1.36, as plimsoll reads them. */
export const recordedRbac = {
  roles: ["roles", "clusterroles"].flatMap(rbacItems).map(readRole),
  bindings: ["rolebindings", "clusterrolebindings"].flatMap(rbacItems).map(readBinding),
};

/** A rule's verdicts: on what is the users', and apart on what is the platform's. */
export const judgedApart = (rule: Rule, facts: ObservedForCluster) => {
  if (rule.kind !== "cluster") throw new Error("not judged on the cluster");
  const [own, apart] = groupsOfCluster("c", rule, facts);
  if (own === undefined) throw new Error("not judged");
  return { own: own.literal, apart: apart?.literal };
};

/** The verdict of a check on the cluster, with that on what is judged apart. */
export function judgedOn(rule: Rule, facts: ObservedForCluster) {
  const { own, apart } = judgedApart(rule, facts);
  return { ...own, apart };
}

/** What was seen, a line each. */
export const lines = (seen: readonly Pick<Seen, "what" | "value">[] = []): readonly string[] =>
  seen.map(({ what, value }) => `${what}: ${value}`);

/** The same of a check that judges something apart. */
export function judged(rule: Rule, facts: ObservedForCluster) {
  const { own, apart } = judgedApart(rule, facts);
  if (apart === undefined) throw new Error(`${rule.id} judges nothing apart`);
  return { own, apart };
}

/** A pod by what it and its containers set for security. */
export const secured = (
  security: PodSecurity,
  own: ContainerSecurity | readonly ApiContainer[] = {},
  more: Partial<ApiPod> = {},
): ApiPod => pod({ security, containers: "length" in own ? own : [container({ security: own })], ...more });

/** Containers of every kind; the first is fine, the others are as given. */
export const ofEveryKind = (fine: ContainerSecurity, other: ContainerSecurity): readonly (readonly ApiContainer[])[] =>
  (["init container", "ephemeral container"] as const).map((kind) => [
    container({ security: fine }),
    container({ kind, name: "beside", security: other }),
  ]);

type SecurityCase = readonly [what: string, pod: ApiPod, status: Status];

/**
 * Tests of a check on pods, each pod by itself; and what holds for every check on security: templates count and so does
 * the platform, apart, and where the pods, or what they set, were not read there is no verdict.
 */
export function securityCases(rule: Rule, wrong: PodSecurity, bad: ContainerSecurity, cases: readonly SecurityCase[]) {
  const status = (...pods: readonly ApiPod[]) => judged(rule, workloadsRead({ pods })).own.status;
  it.each(cases)("%s", (_, given, expected) => {
    expect(status(given)).toBe(expected);
  });

  it("looks at templates from which no pod runs", () => {
    const template = workload({ security: wrong, containers: [container({ security: bad })], isScaledToZero: true });
    expect(judged(rule, workloadsRead({ workloads: [template] })).own.status).toBe("open");
  });

  it("judges the platform's own apart, where it does not count", () => {
    const facts = workloadsRead({ pods: [secured(wrong, bad, { namespace: "calico-system" })] });
    const { own, apart } = judged(rule, facts);
    expect([own.status, apart.status]).toEqual(["not_a_finding", "open"]);
  });

  it("has no verdict on what was not read or not kept", () => {
    const { security: _, ...older } = pod();
    expect(status(older)).toBe("not_reviewed");
    const forbidden = clusterFacts({});
    expect(judged(rule, forbidden).own.status).toBe("not_reviewed");
  });
}

/** What a verdict shows, a line each. */
export const linesOf = ({ seen }: Pick<Verdict, "seen">): readonly string[] => lines(seen);

/** The control-plane host of a cluster, with what it shows of its API server. */
export const controlPlaneHost = (given: FactsGiven): Observed<readonly RunHost[]> =>
  here([{ name: "cp1", isRead: true, facts: facts({ "node.role": here(controlPlane), ...given }) }]);
