import { afterAll, afterEach, describe, expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { recordedAnswer } from "../../../src/demo/recorded-answer.ts";
import { undecided } from "../../../src/evidence/site.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";
import { failure, json } from "../../support/api-replies.ts";
import {
  answersOf,
  type BusyCluster,
  configMap,
  daemonSet,
  deployment,
  distributions,
  withObjects,
  withPolicies,
} from "../../support/busy-cluster.ts";
import { api, closeAll, collected, kubeconfig, removeFiles } from "./api-under-test.ts";

afterEach(closeAll);
afterAll(removeFiles);

const rules = rulesOf(releases.v2r6);

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
    api: evidence,
    site: undecided,
    benchmark: releases.v2r6,
    rules,
  });
  const ofCluster = new Set(rules.flatMap(({ kind, vulnId }) => (kind === "cluster" ? [vulnId] : [])));
  return findings.filter(({ vulnId }) => ofCluster.has(vulnId));
}

/** What is open in a reading, and what it names. */
const openIn = (findings: readonly Finding[], reading: "literal" | "effective"): Places =>
  Object.fromEntries(
    findings.flatMap(({ vulnId, groups }) => {
      const verdict = groups[0]?.[reading];
      return verdict?.status === "open" ? [[vulnId, placesOf(verdict.seen)]] : [];
    }),
  );

/** Every place once; which digest an image has is of no interest. */
const placesOf = (seen: readonly { readonly what: string }[]): readonly string[] =>
  [...new Set(seen.map(({ what }) => what.replace(/sha256:[0-9a-f]{64}/, "a digest")))].toSorted();

type Places = Readonly<Record<string, readonly string[]>>;

/** Something that is wrong in a cluster, and the places that each reading names for it. */
type Violation = {
  readonly what: string;
  readonly rule: string;
  readonly change: (cluster: BusyCluster) => BusyCluster;
  readonly literal: readonly string[];
  readonly effective: readonly string[];
  /** What other rules then name, in both readings. */
  readonly also?: Places;
};

const privateKey = `-----BEGIN ${"PRIVATE KEY"}-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END ${"PRIVATE KEY"}-----\n`;
const fromSecret = { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "db", key: "password" } } };
const images = "registry.example.com/shop";
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
      "the template of kubernetes-dashboard/ReplicaSet kubernetes-dashboard-6d4b75cb6d",
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
      "the template of shop/ReplicaSet cart-6d4b75cb6d",
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
    also: { "V-242443": ["for a person", "kube-apiserver v1.24.17", "not known", "supported releases"] },
  },
  {
    what: "a private key in a ConfigMap",
    rule: "V-274883",
    change: withObjects(configMap("shop", "tls", { "tls.key": privateKey })),
    // Beside what was found it says what was searched.
    literal: ["searched", "shop/ConfigMap tls"],
    effective: ["searched", "shop/ConfigMap tls"],
  },
];

/** What is open in a cluster as its distribution makes it. */
const alreadyOpen: Readonly<Record<keyof typeof distributions, Record<"literal" | "effective", Places>>> = {
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
function expected(before: Places, reading: "literal" | "effective", added: readonly Violation[]): Places {
  const places = new Map(Object.entries(before));
  for (const violation of added) {
    const all = [...(places.get(violation.rule) ?? []), ...violation[reading]];
    if (all.length > 0) places.set(violation.rule, all.toSorted());
    for (const [rule, more] of Object.entries(violation.also ?? {})) {
      places.set(rule, [...(places.get(rule) ?? []), ...more].toSorted());
    }
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
    // What system pods are made of is not described, and no host says which versions and authorizers there are.
    const unseen = findings.flatMap(({ status, vulnId }) => (status === "not_reviewed" ? [vulnId] : []));
    expect(unseen).toEqual(["V-242417", "V-242443", "V-274883", "V-274884"]);
  });

  it("shows everything that is wrong, each where it is", async () => {
    const changed = violations.reduce((cluster, { change }) => change(cluster), base);
    await expectOpen(changed, violations);
  });
});

it.each(violations)("$what opens $rule and no other rule", async (violation) => {
  const findings = await judged(violation.change(distributions.EKS));
  for (const reading of ["literal", "effective"] as const) {
    expect(openIn(findings, reading)).toEqual(expected({}, reading, [violation]));
  }
});
