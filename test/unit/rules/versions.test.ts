import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { judgeCluster } from "../../../src/assess/judge-cluster.ts";
import { absent } from "../../../src/evidence/observed.ts";
import type { PodSecurityPolicy } from "../../../src/evidence/pod-security-policies.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import type { ClusterRule } from "../../../src/rules/define-cluster-rule.ts";
import { rules } from "../../../src/rules/index.ts";
import { podSecurityByDefault } from "../../support/admission.ts";
import { type ClusterFactsGiven, clusterFacts } from "../../support/cluster-facts.ts";
import { discovered, served } from "../../support/discovered.ts";
import { type FactsGiven, facts, here } from "../../support/facts.ts";
import { nodeRule } from "../../support/node-rule.ts";
import { versionFacts } from "../../support/versioned-cluster.ts";
import { type Component, started } from "./control-plane.ts";
import { type GatedNode, gatedNode } from "./gated-node.ts";

type Verdicts = readonly [literal: Status, effective: Status];

/** What one configuration is by the release of the component that is judged; `unknown`: no evidence names the release. */
type VersionCase = {
  readonly id: string;
  readonly what: string;
  readonly node: (version: string) => FactsGiven;
  readonly verdicts: Readonly<Record<string, Verdicts>>;
};

/** The same for a rule on the cluster; the version is the API server's, or the kubelet's. */
type ClusterVersionCase = Omit<VersionCase, "node"> & { readonly cluster: (version: string) => ClusterFactsGiven };

const open = "open";
const pass = "not_a_finding";
const na = "not_applicable";
const nr = "not_reviewed";

const component =
  (name: Component, ...flags: readonly string[]) =>
  (version: string): FactsGiven =>
    started(name, flags, { image: version === "unknown" ? "none" : `registry.k8s.io/${name}:v${version}` });

const withFile =
  (fact: "content.audit-policy" | "content.encryption-config" | "content.admission-config", flag: string) =>
  (content: unknown, ...flags: readonly string[]) =>
  (version: string): FactsGiven => ({
    ...gatedNode(`v${version}`, { single: { "kube-apiserver": [`--${flag}=/x.yaml`, ...flags] } }),
    ...component("kube-apiserver", `--${flag}=/x.yaml`, ...flags)(version),
    [fact]: here({ path: "/x.yaml", file: "/x.yaml", content }),
  });
const auditPolicy = withFile("content.audit-policy", "audit-policy-file");
const encryption = withFile("content.encryption-config", "encryption-provider-config");
const admission = withFile("content.admission-config", "admission-control-config-file");

/** A node whose components and kubelet are all of one release. */
const gated =
  (node: GatedNode = {}) =>
  (version: string): FactsGiven =>
    version === "unknown"
      ? gatedNode("latest", { ...node, kubeletVersion: "unknown" })
      : gatedNode(`v${version}`, node);
const everywhere = (gate: string, value: boolean): GatedNode => ({
  all: [`--feature-gates=${gate}=${value}`],
  config: { [`featureGates.${gate}`]: value },
});

const noSecurePort = ["--secure-port=0"];
const betaPolicy = { apiVersion: "audit.k8s.io/v1beta1", kind: "Policy", rules: [{ level: "RequestResponse" }] };
const encrypts = (name: string) => ({
  apiVersion: "apiserver.config.k8s.io/v1",
  kind: "EncryptionConfiguration",
  resources: [{ resources: [name], providers: [{ aescbc: { keys: [{ name: "a", secret: "REDACTED" }] } }] }],
});
const onInsecurePort = (id: string, name: Component, flag: string): VersionCase => ({
  id,
  what: "no secure port, but an insecure one until 1.23",
  node: component(name, flag, ...noSecurePort),
  verdicts: {
    "1.20.0": [open, open],
    "1.23.17": [open, open],
    "1.24.0": [open, pass],
    "1.36.2": [open, pass],
    unknown: [open, nr],
  },
});
const onLoopback = (id: string, name: Component): VersionCase => ({
  id,
  what: "the secure port on loopback, the insecure one not until 1.23",
  node: component(name, "--bind-address=127.0.0.1"),
  verdicts: {
    "1.20.0": [pass, open],
    "1.23.17": [pass, open],
    "1.24.0": [pass, pass],
    "1.36.2": [pass, pass],
    unknown: [pass, nr],
  },
});

const cases: readonly VersionCase[] = [
  onInsecurePort("V-242376", "kube-controller-manager", "--tls-min-version=VersionTLS11"),
  onInsecurePort("V-242377", "kube-scheduler", "--tls-min-version=VersionTLS11"),
  onInsecurePort("V-242409", "kube-controller-manager", "--profiling=true"),
  onLoopback("V-242384", "kube-scheduler"),
  onLoopback("V-242385", "kube-controller-manager"),
  {
    id: "V-242386",
    what: "--insecure-port unset",
    node: component("kube-apiserver"),
    verdicts: {
      "1.19.16": [open, open],
      "1.20.0": [open, pass],
      "1.23.17": [open, pass],
      "1.24.0": [na, pass],
      "1.36.2": [na, pass],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-242386",
    what: "--insecure-port=8080",
    node: component("kube-apiserver", "--insecure-port=8080"),
    verdicts: {
      "1.19.16": [open, open],
      "1.20.0": [open, pass],
      "1.23.17": [open, pass],
      "1.24.0": [open, pass],
      unknown: [open, nr],
    },
  },
  {
    id: "V-242388",
    what: "--insecure-bind-address set",
    node: component("kube-apiserver", "--insecure-bind-address=0.0.0.0"),
    verdicts: { "1.19.16": [open, open], "1.20.0": [open, pass], "1.24.0": [open, pass], unknown: [open, nr] },
  },
  {
    id: "V-242398",
    what: "DynamicAuditing set",
    node: gated(everywhere("DynamicAuditing", true)),
    verdicts: { "1.18.20": [open, open], "1.19.0": [open, pass], "1.20.0": [open, pass], unknown: [open, nr] },
  },
  {
    id: "V-242399",
    what: "DynamicKubeletConfig not set",
    node: gated(),
    verdicts: {
      "1.20.0": [open, pass],
      "1.21.14": [open, pass],
      "1.22.0": [open, pass],
      "1.25.16": [open, pass],
      "1.26.0": [na, na],
      "1.36.2": [na, na],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-242399",
    what: "DynamicKubeletConfig not set, with a directory for it",
    node: gated({ kubelet: ["--dynamic-config-dir=/var/lib/kubelet/dynamic"] }),
    verdicts: { "1.21.14": [open, open], "1.22.0": [open, pass], "1.25.16": [open, pass], "1.26.0": [na, na] },
  },
  {
    id: "V-242399",
    what: "DynamicKubeletConfig true",
    node: gated(everywhere("DynamicKubeletConfig", true)),
    verdicts: {
      "1.21.14": [open, pass],
      "1.22.0": [open, open],
      "1.25.16": [open, open],
      "1.26.0": [na, na],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-242399",
    what: "DynamicKubeletConfig false",
    node: gated(everywhere("DynamicKubeletConfig", false)),
    verdicts: { "1.21.14": [pass, pass], "1.25.16": [pass, pass], "1.26.0": [na, na], unknown: [nr, nr] },
  },
  {
    id: "V-242403",
    what: "a policy of v1beta1",
    node: auditPolicy(betaPolicy, "--audit-log-path=/log"),
    verdicts: { "1.20.0": [open, pass], "1.23.17": [open, pass], "1.24.0": [open, open], unknown: [open, nr] },
  },
  {
    id: "V-242461",
    what: "a policy of v1beta1",
    node: auditPolicy(betaPolicy, "--audit-log-path=/log"),
    verdicts: { "1.20.0": [open, pass], "1.23.17": [open, pass], "1.24.0": [open, open], unknown: [open, nr] },
  },
  {
    id: "V-242436",
    what: "the plugin not named: on by default",
    node: component("kube-apiserver"),
    verdicts: {
      "1.20.0": [open, pass],
      "1.24.17": [open, pass],
      "1.25.0": [na, pass],
      "1.36.2": [na, pass],
      unknown: [nr, pass],
    },
  },
  {
    id: "V-242436",
    what: "the plugin named",
    node: component("kube-apiserver", "--enable-admission-plugins=ValidatingAdmissionWebhook"),
    verdicts: { "1.24.17": [pass, pass], "1.25.0": [na, pass], unknown: [nr, pass] },
  },
  {
    id: "V-242436",
    what: "the plugin switched off",
    node: component("kube-apiserver", "--disable-admission-plugins=ValidatingAdmissionWebhook"),
    verdicts: { "1.24.17": [open, open], "1.25.0": [na, open], unknown: [nr, open] },
  },
  {
    id: "V-242462",
    what: "a maximum size of 0",
    node: component("kube-apiserver", "--audit-log-path=/log", "--audit-log-maxsize=0"),
    verdicts: { "1.20.0": [open, pass], "1.35.9": [open, pass], "1.36.0": [open, open], unknown: [open, nr] },
  },
  ...(["V-242463", "V-242464"] as const).map((id) => ({
    id,
    what: "the limit unset: kept for ever until 1.35, long enough since",
    node: component("kube-apiserver", "--audit-log-path=/log"),
    verdicts: { "1.35.9": [open, pass], "1.36.0": [open, pass], unknown: [open, pass] } as const,
  })),
  {
    id: "V-254800",
    what: "baseline by default; labels are not looked at",
    node: admission(podSecurityByDefault({ enforce: "baseline" })),
    verdicts: {
      "1.20.0": [na, na],
      "1.21.14": [na, na],
      // Alpha: the plugin needs its gate.
      "1.22.0": [pass, open],
      "1.23.0": [pass, nr],
      "1.36.2": [pass, nr],
      // The text does not ask for the release; only a proven older one takes the rule away.
      unknown: [pass, nr],
    },
  },
  {
    id: "V-254801",
    what: "PodSecurity not set",
    node: gated(),
    verdicts: {
      "1.21.14": [na, na],
      "1.22.0": [open, open],
      "1.23.0": [open, pass],
      "1.27.16": [open, pass],
      "1.28.0": [pass, pass],
      "1.36.2": [pass, pass],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-254801",
    what: "PodSecurity true",
    node: gated(everywhere("PodSecurity", true)),
    verdicts: {
      "1.21.14": [na, na],
      "1.22.0": [pass, pass],
      "1.27.16": [pass, pass],
      "1.28.0": [pass, pass],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-254801",
    what: "the plugin switched off",
    node: gated({
      ...everywhere("PodSecurity", true),
      single: { "kube-apiserver": ["--disable-admission-plugins=PodSecurity"] },
    }),
    verdicts: {
      "1.21.14": [na, na],
      "1.22.0": [pass, open],
      "1.27.16": [pass, open],
      "1.28.0": [open, open],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-274882",
    what: "only a wildcard is for secrets",
    node: encryption(encrypts("*.*")),
    verdicts: {
      "1.20.0": [open, open],
      "1.26.15": [open, open],
      "1.27.0": [pass, pass],
      "1.36.2": [pass, pass],
      unknown: [nr, nr],
    },
  },
];

const policy = (rule: string): PodSecurityPolicy => ({
  name: "policy",
  runAsUser: { rule },
  supplementalGroups: { rule: "MustRunAs", minima: [1] },
  fsGroup: { rule: "MustRunAs", minima: [1] },
});
/** A cluster that serves pod security policies as its release does. */
const withPolicies =
  (...policies: readonly PodSecurityPolicy[]) =>
  (version: string): ClusterFactsGiven => {
    const isGone = minorOf(version) >= 25;
    const psp = isGone ? [] : [served("podsecuritypolicies", "PodSecurityPolicy", { namespaced: false })];
    return {
      "api.version": here(`v${version}`),
      "api.discovery": here([discovered("policy/v1beta1", psp)]),
      "api.psp": isGone ? absent({ host: "", request: "GET /apis" }) : here(policies),
    };
  };

/** A kubelet of the release given, three minor releases older than its API server. */
const threeBehind = (version: string): ClusterFactsGiven => {
  const server = version === "unknown" ? 36 : minorOf(version) + 3;
  const release = `v1.${server}.0`;
  return versionFacts({
    version: release,
    kubelet: version === "unknown" ? "" : `v${version}`,
    table: {
      asOf: "2026-11-01",
      releases: [0, 1, 2, 3].map((behind) => ({ minor: server - behind, endOfLife: "2099-01-01" })),
    },
  });
};

const clusterCases: readonly ClusterVersionCase[] = [
  {
    id: "V-242443",
    what: "a kubelet three releases older",
    cluster: threeBehind,
    verdicts: {
      "1.20.0": [open, open],
      "1.24.17": [open, open],
      "1.25.0": [pass, pass],
      "1.36.2": [pass, pass],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-242437",
    what: "no policy",
    cluster: withPolicies(),
    verdicts: {
      "1.20.0": [open, open],
      "1.24.17": [open, open],
      "1.25.0": [na, na],
      "1.36.2": [na, na],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-242437",
    what: "policies that keep root out",
    cluster: withPolicies(policy("MustRunAsNonRoot")),
    verdicts: {
      "1.20.0": [pass, nr],
      "1.24.17": [pass, nr],
      "1.25.0": [na, na],
      "1.36.2": [na, na],
      unknown: [nr, nr],
    },
  },
  {
    id: "V-242437",
    what: "a policy that lets root in",
    cluster: withPolicies(policy("RunAsAny")),
    verdicts: { "1.20.0": [open, open], "1.24.17": [open, open], "1.25.0": [na, na], unknown: [nr, nr] },
  },
];

it("has a case for every rule that says that its verdict depends on the release", () => {
  const dependent = rules.flatMap((rule) => (rule.kind !== "manual" && rule.errata.length > 0 ? rule.id : []));
  expect([...new Set([...cases, ...clusterCases].map(({ id }) => id))].toSorted()).toEqual(dependent.toSorted());
});

const minorOf = (version: string): number => Number(version.split(".")[1]);

/** Every release from the first one listed to 1.36 that is not listed itself: as the one listed before it. */
function between(verdicts: VersionCase["verdicts"]): readonly (readonly [version: string, expected: Verdicts])[] {
  const listed = Object.entries(verdicts).filter(([version]) => version !== "unknown");
  const minors = Array.from({ length: 17 }, (_, index) => 20 + index);
  return minors.flatMap((minor) => {
    const before = listed.findLast(([version]) => minorOf(version) <= minor);
    return before === undefined || minorOf(before[0]) === minor ? [] : [[`1.${minor}.1`, before[1]] as const];
  });
}

describe.each(cases)("$id, $what", ({ id, node, verdicts }) => {
  it.each([...Object.entries(verdicts), ...between(verdicts)])("%s", (version, expected) => {
    const judged = judgeNode(nodeRule(id), facts(node(version)));
    expect([judged.literal.status, judged.effective.status], judged.effective.reason).toEqual(expected);
  });
});

const clusterRule = (id: string): ClusterRule => {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule?.kind !== "cluster") throw new Error(`${id} is not judged on the cluster`);
  return rule;
};

describe.each(clusterCases)("$id, $what", ({ id, cluster, verdicts }) => {
  it.each([...Object.entries(verdicts), ...between(verdicts)])("%s", (version, expected) => {
    const judged = judgeCluster(clusterRule(id), clusterFacts(cluster(version)));
    expect([judged.literal.status, judged.effective.status], judged.effective.reason).toEqual(expected);
  });
});
