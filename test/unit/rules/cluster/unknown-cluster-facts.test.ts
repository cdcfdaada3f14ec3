import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import { entriesSeen, type Observed, present, type UnknownReason, unknown } from "../../../../src/evidence/observed.ts";
import type { ClusterRuleFact, ObservedForCluster } from "../../../../src/evidence/run.ts";
import { undecided } from "../../../../src/evidence/site.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import type { ClusterRule } from "../../../../src/rules/define-cluster-rule.ts";
import { guidanceChecks } from "../../../../src/rules/guidance-index.ts";
import { rules } from "../../../../src/rules/index.ts";
import { source } from "../../../support/facts.ts";
import { recordedCluster } from "../../../support/recorded-cluster.ts";
import { evidenceWithin, withAllWithin, withOneWithin } from "../evidence-within.ts";
import { unnamedFacts } from "../unnamed-facts.ts";

// Every rule on the cluster, on the recorded one: each fact that it names is taken away, one after the other, whole and in
// parts. Whatever is then still a pass does not rest on the fact; why not, the table says.

/** Everybody who may reach Secrets is approved: V-274884 passes, too. */
const everybody = {
  document: "D",
  approvedBy: "A",
  date: "2026-01-01",
  expires: "2027-01-01",
  builtin: true,
  attachments: [],
  readers: ["Group:kubeadm:cluster-admins", "User:kube-apiserver-kubelet-client"].map((subject) => ({
    subject,
    scope: "cluster" as const,
    verbs: ["get", "list", "watch", "indirect"] as const,
  })),
};
const site = { ...undecided, secretAccess: everybody };
const shown = await recordedCluster(site);
// What mirror pods say of a node's components is for the rules on nodes.
const pods = entriesSeen(shown["api.pods"]).map(({ mirrored: _, ...pod }) => pod);
const base = { ...shown, "api.pods": present(pods, shown["api.pods"].source) };
const clusterRules = [...rules, ...guidanceChecks].filter((rule): rule is ClusterRule => rule.kind === "cluster");
const readings = ["literal", "effective"] as const;

const statusesOf = (rule: ClusterRule, facts: ObservedForCluster): Record<(typeof readings)[number], Status> => {
  const { literal, effective } = judgeCluster(rule, facts);
  return { literal: literal.status, effective: effective.status };
};
const isPass = (status: Status): boolean => status === "not_a_finding" || status === "not_applicable";
const reasons: readonly UnknownReason[] = [
  "permission-denied",
  "truncated",
  "unparseable",
  "timed-out",
  "not-collected",
];

/** Facts without which a rule may pass, and why. */
const byPlatform = ["cluster-admin-bindings", "sensitive-permissions"];
const survives: Readonly<Partial<Record<ClusterRuleFact, readonly string[]>>> = {
  // Of workloads these take the names only: a pod goes by what makes it.
  "api.workloads": ["V-242395", "V-242414", "V-242442", "cloud-credential-exposure", ...byPlatform],
  // By these only accounts of the platform are known, and one that is not known to be its is no pass; here there are none.
  "api.pods": byPlatform,
  "site.system-pods": byPlatform,
  // Not applicable where no node is on a cloud, whatever else there is.
  "api.discovery": ["cloud-credential-exposure"],
  // Patterns of pods count on every distribution; a host can only show that one of them does not count there.
  "run.hosts": ["V-242437", ...byPlatform],
  "api.nodes": ["V-242437", ...byPlatform],
  "api.plugin-policies": ["cloud-credential-exposure"],
  // Not applicable where discovery and images show nothing that could encrypt: there are no settings of it.
  "api.namespaces": ["service-mesh-encryption"],
  "api.network-settings": ["service-mesh-encryption"],
  "api.felix-configurations": ["service-mesh-encryption"],
  "api.peer-authentications": ["service-mesh-encryption"],
  // The recorded release has no policies that could be listed, enforced or used; and where no pod has a path of its host
  // no policy is asked about one.
  "api.psp": ["V-242437", "host-path-volumes"],
  "api.rbac": ["V-242437"],
  "run.authorizers": ["V-242437"],
  // In place of the table that plimsoll comes with.
  "site.support-table": ["V-242443"],
};

/**
 * Passes that survive where a fact is there and nothing within it was seen: of hosts of unknown role more pods count as the
 * platform's own (V-242417 says why), and a mesh is known by the names of its API groups, not by what is in them.
 */
const survivesHollow: Readonly<Partial<Record<ClusterRuleFact, readonly string[]>>> = {
  "run.hosts": [
    "V-242417",
    // Not applicable by what the API says of the nodes.
    "cloud-credential-exposure",
    "dedicated-namespaces",
    "host-network-and-ports",
    "host-path-volumes",
    "host-process-namespaces",
    "privileged-containers",
  ],
  "api.discovery": ["service-mesh-encryption"],
};
const isRestingOn = (left: string): boolean => {
  const [id = "", , , fact] = left.split(" ");
  return survivesHollow[fact as ClusterRuleFact]?.includes(id) !== true;
};

/** `RULE READING` of every pass that is left when a fact is another, but for what the table says. */
function passing(
  change: (fact: Observed<unknown>) => readonly Observed<unknown>[],
  table: typeof survives = survives,
): readonly string[] {
  return clusterRules.flatMap((rule) => {
    const before = statusesOf(rule, base);
    return readings.flatMap((reading) => {
      const names = new Set(rule[reading].flatMap(({ needs }) => needs));
      return [...names].flatMap((name) => {
        if (!isPass(before[reading]) || table[name]?.includes(rule.id)) return [];
        const left = change(base[name]).filter((changed) =>
          isPass(statusesOf(rule, { ...base, [name]: changed } as ObservedForCluster)[reading]),
        );
        return left.map(() => `${rule.id} ${reading} without ${name}`);
      });
    });
  });
}

describe("a pass of a rule on the cluster", () => {
  it("is what the recorded cluster has of every rule but the one that never passes", () => {
    const never = clusterRules.filter((rule) => !isPass(statusesOf(rule, base).literal)).map(({ id }) => id);
    expect(never.filter((id) => id.startsWith("V-"))).toEqual(["V-274883"]);
    expect(clusterRules.length - never.length).toBeGreaterThan(18);
  });

  it.each(reasons)("does not survive what could not be seen: %s", (reason) => {
    expect(passing(() => [unknown(reason, "test", source)])).toEqual([]);
  });

  // A list of the API is there or unknown, never absent: that nothing is in it is a list without members.
  it("does not survive that nothing within a fact could be seen", () => {
    const hidden = unknown("not-collected", "test", source);
    const left = passing((fact) => (evidenceWithin(fact).length === 0 ? [] : [withAllWithin(fact, hidden)]));
    expect(left.filter(isRestingOn)).toEqual([]);
  });

  it("survives by no entry of the tables that nothing needs", () => {
    const idle = (table: typeof survives, left: readonly string[]) => {
      const used = left.map((shown) => shown.split(" "));
      return Object.entries(table).flatMap(([fact, ids]) =>
        ids.filter((id) => !used.some((words) => words[0] === id && words[3] === fact)).map((id) => `${fact}: ${id}`),
      );
    };
    const hidden = unknown("not-collected", "test", source);
    expect(
      idle(
        survives,
        passing(() => [hidden], {}),
      ),
    ).toEqual([]);
    const hollow = passing((fact) => (evidenceWithin(fact).length === 0 ? [] : [withAllWithin(fact, hidden)]));
    expect(idle(survivesHollow, hollow)).toEqual([]);
  });

  it("does not survive any one list within a fact that could not be seen", () => {
    const hidden = unknown("not-collected", "test", source);
    const parts = (fact: Observed<unknown>) => evidenceWithin(fact).filter((path) => path.length <= 3);
    const left = passing((fact) => parts(fact).map((path) => withOneWithin(fact, path, hidden)));
    // Which of the API's groups it rests on is its own tests' to say: on policy alone.
    const rest = new Set(left.filter((shown) => isRestingOn(shown) && !/^V-242437 .* api\.discovery$/.test(shown)));
    expect([...rest]).toEqual([]);
  });
});

it.each(clusterRules)("$id looks at no fact that it does not name", ({ literal, effective, apart }) => {
  const conditions = [...literal, ...effective, ...(apart?.conditions ?? [])];
  expect(conditions.flatMap((condition) => unnamedFacts(condition, base))).toEqual([]);
});
