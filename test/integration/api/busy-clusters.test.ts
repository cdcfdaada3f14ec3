import { describe, expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { recordedAnswer } from "../../../src/demo/recorded-answer.ts";
import { type SiteDecisions, undecided } from "../../../src/evidence/site.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import type { Seen } from "../../../src/findings/verdict.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { failure, json } from "../../support/api-replies.ts";
import { answersOf, type BusyCluster, distributions, withObjects, withPolicies } from "../../support/busy-cluster.ts";
import { configMap, daemonSet, deployment, granted, node, pod, podTemplate } from "../../support/described-api.ts";
import { rke2Charts } from "../../support/distribution-apis.ts";
import { api, collected, kubeconfig } from "./api-under-test.ts";

const rules = rulesOf(releases.v2r6);

const everything = ["get", "list", "watch", "indirect"] as const;
/** What the site approved: the pods that distributions bring are all there are, and who reads Secrets by their own roles. */
const decided: SiteDecisions = {
  ...undecided,
  systemPods: { document: "SYS 1", complete: true, patterns: [] },
  secretAccess: {
    document: "SEC 1",
    approvedBy: "the ISSM",
    date: "2026-01-01",
    builtin: true,
    readers: ["cert-manager/cert-manager", ...rke2Charts.map((chart) => `kube-system/helm-${chart}`)].map(
      (account) => ({
        subject: `ServiceAccount:${account}`,
        scope: "cluster",
        verbs: everything,
      }),
    ),
    attachments: [{ namespace: "shop", workload: "Deployment/cart", secrets: ["db"] }],
  },
};
// A day on which the table of supported releases holds.
const collectedAt = "2026-11-21T13:05:00.000Z";

/** What the rules on the cluster as a whole say of it, asked over HTTPS. */
async function judged(cluster: BusyCluster): Promise<readonly Finding[]> {
  const answers = answersOf(cluster);
  const server = await api(({ path, headers }) => {
    const answer = recordedAnswer(answers, path, headers.accept ?? "");
    return answer === undefined ? failure(404, "NotFound") : json(answer);
  });
  const { evidence } = await collected(kubeconfig(server.url));
  const { findings } = assess({
    cluster: "busy",
    toolVersion: "0",
    readerSha256: "",
    collected: { from: "", to: "" },
    apiConfigured: true,
    nodes: [],
    api: { ...evidence, collectedAt },
    site: decided,
    benchmarks: [releases.v2r6],
    rules,
  });
  const ofCluster = new Set(rules.flatMap(({ kind, id }) => (kind === "cluster" ? [id] : [])));
  return findings.filter(({ id }) => ofCluster.has(id));
}

/** What is open in a reading, and what it names. */
const openIn = (findings: readonly Finding[], reading: Reading): Places =>
  Object.fromEntries(
    findings.flatMap(({ id, groups }) => {
      const verdict = groups[0]?.[reading];
      return verdict?.status === "open" ? [[id, placesOf(id, verdict.seen)]] : [];
    }),
  );

/** Of rules that show what is in order too, what is not. */
const offends: Readonly<Record<string, (seen: Seen) => boolean>> = {
  "V-242414": ({ value }) => !value.startsWith("on the host's network"),
  "V-242417": ({ what }) => /^[\w-]+\/[A-Z]/.test(what),
  "V-242437": ({ source }) => source.request.endsWith("podsecuritypolicies"),
  "V-242443": ({ what, value }) => /(older|newer) than .* allowed$/.test(value) || what === "supported releases",
  "V-274883": ({ what }) => what !== "searched",
  "V-274884": ({ what }) => what.startsWith("NOT ON THE LIST"),
};

/** Every place once, of readers who they are; which digest an image has is of no interest. */
const placesOf = (id: string, seen: readonly Seen[]): readonly string[] => {
  const shown = seen.filter(offends[id] ?? (() => true)).map(({ what, value }) => {
    const [, subject] = /(?:subject|workload): "([^"]*)"/.exec(value) ?? [];
    return subject ?? what.replace(/sha256:[0-9a-f]{64}/, "a digest");
  });
  return [...new Set(shown)].toSorted();
};

type Reading = "literal" | "effective";
type Places = Readonly<Record<string, readonly string[]>>;

/** Something that is wrong in a cluster, and the places that each reading names for it. */
type Violation = {
  readonly what: string;
  readonly rule: string;
  readonly change: (cluster: BusyCluster) => BusyCluster;
  readonly literal: readonly string[];
  readonly effective: readonly string[];
  /** What other rules then name: in both readings, or in each. */
  readonly also?: Readonly<Record<string, readonly string[] | Record<Reading, readonly string[]>>>;
};

const privateKey = `-----BEGIN ${"PRIVATE KEY"}-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END ${"PRIVATE KEY"}-----\n`;
const fromSecret = { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } };
const images = "registry.example.com/shop";
const dns = { labels: { "k8s-app": "kube-dns" } };
const hostPort = { ports: [{ containerPort: 8443, hostPort: 443 }] };
const lenient = {
  metadata: { name: "privileged" },
  spec: { runAsUser: { rule: "RunAsAny" }, supplementalGroups: { rule: "RunAsAny" }, fsGroup: { rule: "RunAsAny" } },
};

const violations: readonly Violation[] = [
  {
    what: "a Deployment in default",
    rule: "V-242383",
    change: withObjects(deployment("default", "web", `${images}/web:1.0`)),
    literal: ["default/Deployment web"],
    effective: ["default/Deployment web"],
  },
  {
    what: "a ConfigMap in kube-public",
    rule: "V-242383",
    change: withObjects(configMap("kube-public", "settings")),
    literal: [],
    effective: ["kube-public/ConfigMap settings"],
  },
  {
    what: "the dashboard, as its manifest makes it",
    rule: "V-242395",
    change: withObjects(
      deployment("kubernetes-dashboard", "kubernetes-dashboard", "docker.io/kubernetesui/dashboard:v2.7.0", {
        labels: { "k8s-app": "kubernetes-dashboard" },
      }),
    ),
    literal: ["kubernetes-dashboard/Deployment kubernetes-dashboard"],
    effective: [
      "kubernetes-dashboard/Deployment kubernetes-dashboard",
      "the template of kubernetes-dashboard/Deployment kubernetes-dashboard",
      "the template of a ReplicaSet of kubernetes-dashboard/Deployment kubernetes-dashboard",
    ],
  },
  {
    what: "the dashboard, as its Helm chart makes it",
    rule: "V-242395",
    change: withObjects(
      daemonSet("tools", "board-api", "docker.io/kubernetesui/dashboard-api:1.12.0", {
        labels: { "app.kubernetes.io/part-of": "kubernetes-dashboard" },
      }),
    ),
    literal: [],
    effective: ["the template of tools/DaemonSet board-api", "tools/DaemonSet board-api"],
  },
  {
    what: "a user's host port below 1024",
    rule: "V-242414",
    change: withObjects(daemonSet("edge", "envoy", `${images}/envoy:1.34`, hostPort)),
    literal: ["edge/DaemonSet envoy"],
    effective: ["edge/DaemonSet envoy", "the template of edge/DaemonSet envoy"],
  },
  {
    what: "a variable from a Secret",
    rule: "V-242415",
    change: withObjects(deployment("shop", "cart", `${images}/cart:2.1`, { env: [fromSecret] })),
    literal: ["shop/Deployment cart", "the template of shop/Deployment cart"],
    effective: [
      "shop/Deployment cart",
      "the template of shop/Deployment cart",
      "the template of a ReplicaSet of shop/Deployment cart",
    ],
  },
  {
    what: "an image in two versions",
    rule: "V-242442",
    change: withObjects(
      deployment("shop", "orders", `${images}/orders:3.0`),
      deployment("staging", "orders", `${images}/orders:3.1`),
    ),
    literal: [`${images}/orders, 3.0`, `${images}/orders, 3.1`],
    effective: [`${images}/orders, a digest`],
  },
  {
    what: "a pod security policy that lets root in",
    rule: "V-242437",
    change: withPolicies(lenient),
    literal: ["privileged"],
    effective: ["privileged"],
    // Policies are of releases that get no patches any more.
    also: { "V-242443": ["supported releases"] },
  },
  {
    what: "a private key in a ConfigMap",
    rule: "V-274883",
    change: withObjects(configMap("shop", "tls", { "tls.key": privateKey })),
    literal: ["shop/ConfigMap tls"],
    effective: ["shop/ConfigMap tls"],
  },
  {
    what: "a private key in a PodTemplate",
    rule: "V-274883",
    change: withObjects(
      podTemplate("shop", "batch", `${images}/batch:1.0`, { env: [{ name: "TLS", value: privateKey }] }),
    ),
    literal: ["shop/PodTemplate batch"],
    effective: ["shop/PodTemplate batch"],
  },
  {
    what: "a variable from a Secret in a PodTemplate",
    rule: "V-242415",
    change: withObjects(podTemplate("shop", "mould", `${images}/mould:1.0`, { env: [fromSecret] })),
    literal: [],
    effective: ["the template of shop/PodTemplate mould"],
    also: { "V-274884": { literal: [], effective: ["PodTemplate/mould"] } },
  },
  {
    what: "a user's Deployment in kube-system",
    rule: "V-242417",
    change: withObjects(deployment("kube-system", "coredns-tuner", `${images}/tuner:1.0`, dns)),
    literal: ["kube-system/Deployment coredns-tuner"],
    effective: ["kube-system/Deployment coredns-tuner"],
  },
  {
    what: "a pod in kube-public",
    rule: "V-242417",
    change: withObjects(pod("kube-public", "notice", `${images}/notice:1.0`)),
    literal: ["kube-public/Pod notice"],
    effective: ["kube-public/Pod notice"],
    also: { "V-242383": ["kube-public/Pod notice"] },
  },
  {
    what: "a node whose kubelet was not upgraded",
    rule: "V-242443",
    change: withObjects(node("w9", "v1.31.2")),
    // By which table they are supported it says, too.
    literal: ["kubelet v1.31.2", "supported releases"],
    effective: ["kubelet v1.31.2", "supported releases"],
  },
  {
    what: "a reader of Secrets whom nobody approved",
    rule: "V-274884",
    change: withObjects(
      granted("deployer", "shop/deployer", [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list"] }]),
    ),
    literal: ["ServiceAccount:shop/deployer"],
    effective: ["ServiceAccount:shop/deployer"],
  },
  {
    what: "somebody who makes pods, whom nobody approved",
    rule: "V-274884",
    change: withObjects(
      granted("runner", "ci/runner", [{ apiGroups: [""], resources: ["pods"], verbs: ["create", "delete"] }]),
    ),
    literal: [],
    effective: ["ServiceAccount:ci/runner"],
  },
];

/** What is open in a cluster as its distribution makes it. */
const alreadyOpen: Readonly<Record<keyof typeof distributions, Record<Reading, Places>>> = {
  RKE2: { literal: {}, effective: {} },
  EKS: { literal: {}, effective: {} },
  // Its ingress is in a namespace of its own, which the rule does not spare.
  MicroK8s: {
    literal: { "V-242414": ["ingress/DaemonSet nginx-ingress-microk8s-controller"] },
    effective: {
      "V-242414": [
        "ingress/DaemonSet nginx-ingress-microk8s-controller",
        "the template of ingress/DaemonSet nginx-ingress-microk8s-controller",
      ],
    },
  },
};

/** What violations add to what is open. */
function expected(before: Places, reading: Reading, added: readonly Violation[]): Places {
  const places = new Map(Object.entries(before));
  const add = (rule: string, more: readonly string[]): void => {
    if (more.length > 0) places.set(rule, [...new Set([...(places.get(rule) ?? []), ...more])].toSorted());
  };
  for (const violation of added) {
    add(violation.rule, violation[reading]);
    for (const [rule, more] of Object.entries(violation.also ?? {}))
      add(rule, "literal" in more ? more[reading] : more);
  }
  return Object.fromEntries(places);
}

const names = Object.keys(distributions) as readonly (keyof typeof distributions)[];

describe.each(names)("a busy cluster of %s", (name) => {
  const base = distributions[name];
  const before = alreadyOpen[name];

  async function expectOpen(cluster: BusyCluster, added: readonly Violation[]) {
    const findings = await judged(cluster);
    for (const reading of ["literal", "effective"] as const) {
      expect(openIn(findings, reading)).toEqual(expected(before[reading], reading, added));
    }
    return findings;
  }

  it("shows what its distribution brings, and nothing else", async () => {
    const findings = await expectOpen(base, []);
    // No host says which versions of kubectl and which authorizers there are, and what no pattern knows is for a person.
    const unseen = findings.flatMap(({ status, id }) => (status === "not_reviewed" ? [id] : []));
    expect(unseen).toEqual(["V-242443", "V-274883", "V-274884"]);
  });

  it("shows everything that is wrong, each where it is", async () => {
    const changed = violations.reduce((cluster, { change }) => change(cluster), base);
    await expectOpen(changed, violations);
  });
});

it("has a violation of every rule on the cluster", () => {
  const ofCluster = rules.flatMap(({ kind, id }) => (kind === "cluster" ? [id] : []));
  expect([...new Set(violations.map(({ rule }) => rule))].toSorted()).toEqual(ofCluster.toSorted());
});

it.each(violations)("$what opens $rule and no other rule", async (violation) => {
  const findings = await judged(violation.change(distributions.EKS));
  for (const reading of ["literal", "effective"] as const) {
    expect(openIn(findings, reading)).toEqual(expected({}, reading, [violation]));
  }
});
