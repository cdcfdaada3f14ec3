import { rule } from "../../../src/rules/stig/V-242398-dynamic-auditing.ts";
import { denied, here, kubeletUnit, nothing, truncated, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { gatedKubelet, gatedNode } from "./gated-node.ts";

const on = "--feature-gates=DynamicAuditing=true";
const inConfig = (value: unknown) => ({ config: { "featureGates.DynamicAuditing": value } });

ruleCases(rule, [
  ["1.36, no gate but etcd's own", gatedNode("v1.36.2"), "not_a_finding"],
  ["a manifest sets it", gatedNode("v1.18.20", { single: { "kube-apiserver": [on] } }), "open"],
  ["since 1.19 without effect", gatedNode("v1.19.0", { single: { "kube-apiserver": [on] } }), "open", "not_a_finding"],
  ["the scheduler's manifest sets it", gatedNode("v1.18.20", { single: { "kube-scheduler": [on] } }), "open"],
  ["an add-on sets it", gatedNode("v1.18.20", { pods: [["add-on", on]] }), "open", "not_a_finding"],
  ["in a shell's script", gatedNode("v1.18.20", { pods: [["sh", "-c", `exec x ${on}`]] }), "open", "not_a_finding"],
  [
    "all alpha gates, of which it was one",
    gatedNode("v1.18.20", { single: { "kube-apiserver": ["--feature-gates=AllAlpha=true"] } }),
    "not_a_finding",
    "open",
  ],
  [
    "all alpha gates but this one",
    gatedNode("v1.18.20", {
      single: { "kube-apiserver": ["--feature-gates=DynamicAuditing=false", "--feature-gates=AllAlpha=true"] },
    }),
    "not_a_finding",
  ],
  ["all alpha gates, since 1.19", gatedNode("v1.19.0", { all: ["--feature-gates=AllAlpha=true"] }), "not_a_finding"],
  [
    "all alpha gates of the kubelet",
    gatedNode("v1.18.20", { config: { "featureGates.AllAlpha": true } }),
    "not_a_finding",
    "open",
  ],
  [
    "all alpha gates of the kubelet but this one",
    gatedNode("v1.18.20", { config: { "featureGates.AllAlpha": true, "featureGates.DynamicAuditing": false } }),
    "not_a_finding",
  ],
  ["false", gatedNode("v1.18.20", { all: ["--feature-gates=DynamicAuditing=false"] }), "not_a_finding"],
  ["the process runs with it", gatedNode("v1.18.20", { running: { "kube-apiserver": [on] } }), "open"],
  ["an image without a version, gate unset", gatedNode("latest", { kubeletVersion: "v1.18.20" }), "not_a_finding"],
  ["an image without a version, gate set", gatedNode("latest", { all: [on] }), "open", "not_reviewed"],
  [
    "any gate of the kubelet",
    gatedNode("v1.36.2", { kubelet: ["--feature-gates=Other=true"] }),
    "open",
    "not_a_finding",
  ],
  ["the kubelet's flag, old", gatedNode("v1.18.20", { kubelet: [on] }), "open"],
  [
    "in the kubelet's environment file",
    {
      ...gatedNode("v1.36.2"),
      ...kubeletUnit(["/etc/default/kubelet", "KUBELET_EXTRA_ARGS=--feature_gates=A=true\n"]),
    },
    "open",
    "not_a_finding",
  ],
  ["the kubelet's configuration", gatedNode("v1.18.20", inConfig(true)), "open"],
  ["the kubelet's configuration, false", gatedNode("v1.18.20", inConfig(false)), "not_a_finding"],
  [
    "the kubelet's flag overrides its configuration",
    gatedNode("v1.18.20", { ...inConfig(true), kubelet: ["--feature-gates=DynamicAuditing=false"] }),
    "open",
    "not_a_finding",
  ],
  [
    "the kubelet's flag of another gate does not",
    gatedNode("v1.18.20", { ...inConfig(true), kubelet: ["--feature-gates=Other=false"] }),
    "open",
  ],
  ["the kubelet's version unknown, gate unset", gatedNode("v1.36.2", { kubeletVersion: "unknown" }), "not_a_finding"],
  [
    "the kubelet's version unknown, gate set",
    gatedNode("v1.36.2", { ...inConfig(true), kubeletVersion: "unknown" }),
    "open",
    "not_reviewed",
  ],
  ["gates as an alias", gatedNode("v1.18.20", { config: { featureGates: { DynamicAuditing: true } } }), "not_reviewed"],
  ["gates with a merge key", gatedNode("v1.18.20", { config: { "featureGates.<<": {} } }), "not_reviewed"],
  ["an empty map of gates", gatedNode("v1.18.20", { config: { featureGates: {} } }), "not_a_finding"],
  ["a manifest unreadable", { ...gatedNode("v1.36.2"), "static-pods": truncated }, "not_reviewed", "not_a_finding"],
  ["the kubelet unreadable", { ...gatedNode("v1.36.2"), "process.kubelet": denied }, "not_reviewed", "not_a_finding"],
  ["the kubelet's configuration unreadable", { ...gatedNode("v1.18.20"), "kubelet.config": denied }, "not_reviewed"],
  ["no kubelet", { ...gatedNode("v1.18.20"), "process.kubelet": nothing }, "not_reviewed"],
  [
    "no API server",
    { ...gatedNode("v1.36.2"), "manifest.kube-apiserver": nothing, "process.kube-apiserver": nothing },
    "not_reviewed",
  ],
  ["a worker", gatedKubelet("v1.36.2", {}, worker), "not_a_finding"],
  ["an old worker that sets it", gatedKubelet("v1.18.20", inConfig(true), worker), "open"],
  ["the role unknown", { ...gatedNode("v1.36.2"), "node.role": denied }, "not_reviewed"],
  ["the role unknown, a manifest sets it", { ...gatedNode("v1.18.20", { all: [on] }), "node.role": denied }, "open"],
  ["a role that nobody knows", { ...gatedNode("v1.36.2"), "node.role": nothing }, "not_reviewed"],
  [
    "a worker's manifests are not looked at",
    { ...gatedNode("v1.36.2", { all: [on] }), "node.role": here(worker) },
    "not_a_finding",
  ],
]);
