import { expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { rule } from "../../../src/rules/stig/V-254801-pod-security-admission-enabled.ts";
import { denied, facts, nothing, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { gatedKubelet, gatedNode } from "./gated-node.ts";

const on = "--feature-gates=PodSecurity=true";
const off = "--feature-gates=PodSecurity=false";
const inConfig = (value: unknown) => ({ config: { "featureGates.PodSecurity": value } });
const asDemanded = { all: [on], ...inConfig(true) };
const without = { single: { "kube-apiserver": ["--disable-admission-plugins=A,PodSecurity"] } };

ruleCases(rule, [
  [
    "1.27, the API server runs without what its manifest has",
    gatedNode("v1.27.16", { ...asDemanded, running: { "kube-apiserver": ["--v=2"] } }),
    "open",
    "not_a_finding",
  ],
  [
    "1.27, unset in the controller manager alone",
    gatedNode("v1.27.16", {
      single: { "kube-apiserver": [on], "kube-scheduler": [on] },
      kubelet: [on],
      ...inConfig(true),
    }),
    "open",
    "not_a_finding",
  ],
  ["1.36", gatedNode("v1.36.2"), "not_a_finding"],
  ["1.28", gatedNode("v1.28.0"), "not_a_finding"],
  ["1.36, the plugin is off", gatedNode("v1.36.2", without), "open"],
  ["1.36, the process runs without", gatedNode("v1.36.2", { running: without.single }), "open"],
  [
    "1.36, an old list without it",
    gatedNode("v1.36.2", { single: { "kube-apiserver": ["--admission-control=A"] } }),
    "open",
  ],
  [
    "1.36, an old list with it",
    gatedNode("v1.36.2", { single: { "kube-apiserver": ["--admission-control=A,PodSecurity"] } }),
    "not_a_finding",
  ],
  ["1.36, a gate that is gone, true", gatedNode("v1.36.2", { all: [on] }), "not_a_finding"],
  ["1.36, a gate that is gone, false", gatedNode("v1.36.2", { all: [off] }), "open"],
  [
    "1.36, false in the scheduler",
    gatedNode("v1.36.2", { single: { "kube-scheduler": [off] } }),
    "open",
    "not_a_finding",
  ],
  [
    "1.36, any gate of the kubelet",
    gatedNode("v1.36.2", { kubelet: ["--feature-gates=A=true"] }),
    "open",
    "not_a_finding",
  ],
  [
    "1.36, a gate in the kubelet's configuration",
    gatedNode("v1.36.2", { config: { "featureGates.A": true } }),
    "not_a_finding",
  ],
  ["1.27 as demanded", gatedNode("v1.27.16", asDemanded), "not_a_finding"],
  ["1.27, unset", gatedNode("v1.27.16"), "open", "not_a_finding"],
  [
    "1.27 as demanded, the plugin is off",
    gatedNode("v1.27.16", { ...asDemanded, ...without }),
    "not_a_finding",
    "open",
  ],
  ["1.24, unset in the kubelet's configuration", gatedNode("v1.24.17", { all: [on] }), "open", "not_a_finding"],
  [
    "1.24, false in the kubelet's configuration",
    gatedNode("v1.24.17", { all: [on], ...inConfig(false) }),
    "open",
    "not_a_finding",
  ],
  ["1.24, the kubelet's flag", gatedNode("v1.24.17", { ...asDemanded, kubelet: [on] }), "open", "not_a_finding"],
  [
    "1.24, false in the API server",
    gatedNode("v1.24.17", { ...asDemanded, single: { "kube-apiserver": [off] } }),
    "open",
  ],
  ["1.24, no boolean", gatedNode("v1.24.17", { ...asDemanded, all: ["--feature-gates=PodSecurity=on"] }), "open"],
  [
    "1.24, all beta gates off",
    gatedNode("v1.24.17", { single: { "kube-apiserver": ["--feature-gates=AllBeta=false"] } }),
    "open",
  ],
  [
    "1.24, all beta gates off but this one",
    gatedNode("v1.24.17", { ...asDemanded, single: { "kube-apiserver": ["--feature-gates=AllBeta=false"] } }),
    "not_a_finding",
  ],
  [
    "1.27, all beta gates off, of which it is none",
    gatedNode("v1.27.16", { ...asDemanded, single: { "kube-apiserver": ["--feature-gates=AllBeta=false"] } }),
    "not_a_finding",
  ],
  ["1.22, unset", gatedNode("v1.22.17"), "open"],
  ["1.22 as demanded", gatedNode("v1.22.17", asDemanded), "not_a_finding"],
  ["1.21", gatedNode("v1.21.14"), "not_applicable"],
  ["1.28 with a kubelet of 1.27", gatedNode("v1.28.0", { kubeletVersion: "v1.27.16" }), "open", "not_a_finding"],
  ["1.22 with a kubelet of 1.21", gatedNode("v1.22.0", { all: [on], kubeletVersion: "v1.21.0" }), "not_a_finding"],
  [
    "the kubelet's version unknown",
    gatedNode("v1.36.2", { kubeletVersion: "unknown" }),
    "not_reviewed",
    "not_a_finding",
  ],
  [
    "a node that the API does not know",
    { ...gatedNode("v1.36.2"), "node.api": nothing },
    "not_reviewed",
    "not_a_finding",
  ],
  ["an image without a version", gatedNode("latest", { kubeletVersion: "v1.36.2" }), "not_reviewed"],
  ["a manifest unreadable", { ...gatedNode("v1.36.2"), "manifest.kube-apiserver": denied }, "not_reviewed"],
  [
    "the process unreadable",
    { ...gatedNode("v1.36.2"), "process.kube-apiserver": denied },
    "not_a_finding",
    "not_reviewed",
  ],
  ["the kubelet unreadable", { ...gatedNode("v1.36.2"), "process.kubelet": denied }, "not_reviewed", "not_a_finding"],
  ["the role unknown", { ...gatedNode("v1.36.2"), "node.role": denied }, "not_reviewed"],
  [
    "a worker with a gate",
    gatedKubelet("v1.36.2", { kubelet: ["--feature-gates=A=true"] }, worker),
    "open",
    "not_applicable",
  ],
  [
    "a worker whose distribution was not seen: a provider may run the control plane",
    { ...gatedKubelet("v1.36.2", {}, worker), "node.layout": denied },
    "not_reviewed",
  ],
  [
    "a worker of an unknown version",
    gatedKubelet("v1.36.2", { kubeletVersion: "unknown" }, worker),
    "not_reviewed",
    "not_applicable",
  ],
]);

it.each([
  ["1.36", gatedKubelet("v1.36.2", {}, worker)],
  ["1.27 as demanded", gatedKubelet("v1.27.16", inConfig(true), worker)],
])("passes a worker's kubelet, which has no part in admission: %s", (_, given) => {
  const { literal, effective } = judgeNode(rule, facts(given));
  expect([literal.status, effective.status]).toEqual(["not_a_finding", "not_applicable"]);
});

it("shows both manifest and process, the kubelet's flags and its version", () => {
  const { seen } = judgeNode(rule, facts(gatedNode("v1.36.2"))).literal;
  expect(seen.map(({ what, value }) => `${what}: ${value}`)).toEqual(
    expect.arrayContaining([
      "--feature-gates of kube-apiserver, static pod manifest: not set",
      "--feature-gates of kube-scheduler, running process: not set",
      "--disable-admission-plugins of kube-apiserver, static pod manifest: not set",
      "--feature-gates of kubelet, running process: not set",
      "the kubelet's version, as the API has it: v1.36.2",
    ]),
  );
});
