import { rule } from "../../../src/rules/stig/V-242399-dynamic-kubelet-config.ts";
import { denied, here, nothing, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { containerOf } from "./control-plane.ts";
import { gatedKubelet, gatedNode } from "./gated-node.ts";

const off = "--feature-gates=DynamicKubeletConfig=false";
const on = "--feature-gates=DynamicKubeletConfig=true";
const inConfig = (value: unknown) => ({ config: { "featureGates.DynamicKubeletConfig": value } });
const asDemanded = { all: [off], ...inConfig(false) };
const directory = "--dynamic-config-dir=/var/lib/kubelet/dynamic";

ruleCases(rule, [
  ["1.36", gatedNode("v1.36.2"), "not_applicable"],
  ["1.36, whatever is set", gatedNode("v1.36.2", { all: [on], kubelet: [on] }), "not_applicable"],
  ["1.26", gatedNode("v1.26.0"), "not_applicable"],
  ["1.25 as demanded", gatedNode("v1.25.16", asDemanded), "not_a_finding"],
  ["1.25, unset", gatedNode("v1.25.16"), "open", "not_a_finding"],
  [
    "1.25, unset in the scheduler",
    gatedNode("v1.25.16", {
      ...inConfig(false),
      single: {
        "kube-apiserver": [off],
        "kube-controller-manager": [off],
        "kube-scheduler": ["--feature-gates=A=true"],
      },
    }),
    "open",
    "not_a_finding",
  ],
  [
    "1.25, true in the controller manager",
    gatedNode("v1.25.16", {
      ...asDemanded,
      single: { "kube-controller-manager": [on] },
    }),
    "open",
  ],
  [
    "1.25, no boolean",
    gatedNode("v1.25.16", { ...asDemanded, all: ["--feature-gates=DynamicKubeletConfig=off"] }),
    "open",
  ],
  ["1.25, unset in the kubelet's configuration", gatedNode("v1.25.16", { all: [off] }), "open", "not_a_finding"],
  ["1.25, true in the kubelet's configuration", gatedNode("v1.25.16", { all: [off], ...inConfig(true) }), "open"],
  [
    "1.25, false by the kubelet's flag",
    gatedNode("v1.25.16", { ...asDemanded, kubelet: [off] }),
    "open",
    "not_a_finding",
  ],
  ["1.22, true by the kubelet's flag", gatedNode("v1.22.0", { ...asDemanded, kubelet: [on] }), "open"],
  ["1.21, unset without a directory", gatedNode("v1.21.14"), "open", "not_a_finding"],
  ["1.21, unset with a directory", gatedNode("v1.21.14", { kubelet: [directory] }), "open"],
  ["1.21, false with a directory", gatedNode("v1.21.14", { ...asDemanded, kubelet: [directory] }), "not_a_finding"],
  ["an older kubelet", gatedNode("v1.26.0", { kubeletVersion: "v1.25.16" }), "open", "not_a_finding"],
  [
    "an older kubelet as demanded",
    gatedNode("v1.26.0", { ...inConfig(false), kubeletVersion: "v1.25.16" }),
    "not_a_finding",
  ],
  ["the kubelet's version unknown", gatedNode("v1.36.2", { kubeletVersion: "unknown" }), "not_reviewed"],
  ["the kubelet's version unread", { ...gatedNode("v1.36.2"), "node.api": denied }, "not_reviewed"],
  ["a node that the API does not know", { ...gatedNode("v1.36.2"), "node.api": nothing }, "not_reviewed"],
  ["a version that is none", gatedNode("v1.36.2", { kubeletVersion: "devel" }), "not_reviewed"],
  ["an image without a version", gatedNode("latest", { kubeletVersion: "v1.36.2" }), "not_reviewed"],
  [
    "an older image of one component",
    {
      ...gatedNode("v1.36.2"),
      "manifest.kube-scheduler": here([containerOf("kube-scheduler", [], { image: "r/kube-scheduler:v1.25.1" })]),
    },
    "open",
    "not_a_finding",
  ],
  ["1.25, the kubelet unreadable", { ...gatedNode("v1.25.16", asDemanded), "process.kubelet": denied }, "not_reviewed"],
  [
    "1.25, the configuration unreadable",
    { ...gatedNode("v1.25.16", asDemanded), "kubelet.config": denied },
    "not_reviewed",
  ],
  [
    "a manifest unreadable, and with it the version",
    { ...gatedNode("v1.36.2"), "manifest.kube-scheduler": denied },
    "not_reviewed",
  ],
  ["the role unknown", { ...gatedNode("v1.36.2"), "node.role": denied }, "not_reviewed"],
  ["a worker", gatedKubelet("v1.36.2", {}, worker), "not_applicable"],
  ["an old worker", gatedKubelet("v1.25.16", {}, worker), "open", "not_a_finding"],
  ["an old worker as demanded", gatedKubelet("v1.25.16", inConfig(false), worker), "not_a_finding"],
]);
