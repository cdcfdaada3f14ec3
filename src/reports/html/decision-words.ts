import type { DecisionsUsed } from "../../findings/assessment.ts";
import { rulesOfLists } from "../../review/expired.ts";

type OptionName = keyof DecisionsUsed["options"];
/** A list of the site's decisions, by its key. */
export type ListName = Exclude<keyof DecisionsUsed, "file" | "sha256" | "options" | "waivers" | "attestations">;

/** What a decision does, in a sentence, and which rules ask for it, where they are always the same. */
type DecisionWords = { readonly does: string; readonly rules: readonly string[] };

/** What each option does where it is not the default, and what the default is. */
export const optionWords: Readonly<Record<OptionName, DecisionWords & { readonly usual: string }>> = {
  dualRoleIsWorker: {
    usual: "true",
    does: "A control-plane node that takes workloads is not judged by the rules for workers.",
    rules: ["V-242392", "V-242393", "V-242394", "V-242397"],
  },
  sshUnreachableIsNotAFinding: {
    usual: "false",
    does: "A worker that times out over SSH, and is Ready in the API, counts as one without a reachable SSH service.",
    rules: ["V-242393"],
  },
  v242436Always: {
    usual: "false",
    does: "API servers since 1.25 are judged as the text judges earlier ones.",
    rules: ["V-242436"],
  },
  psaExemptNamespaces: {
    usual: "none",
    does: "These namespaces may be exempt from Pod Security Admission.",
    rules: ["V-254800", "pod-security-enforcement"],
  },
  singleNodeByDesign: {
    usual: "false",
    does: "The cluster has one node by design, and need not survive its loss.",
    rules: ["fault-tolerance"],
  },
  sensitiveExceptions: {
    usual: "none",
    does: "What looks like a credential in these objects is none, each for its reason below.",
    rules: ["V-274883", "plaintext-credentials"],
  },
};

/** What each list is for, and how to give it. */
export const listWords: Readonly<Record<ListName, DecisionWords & { readonly name: string }>> = {
  ppsm: {
    name: "Approved ports, protocols and services",
    does: "The ports of each component are compared with it.",
    rules: rulesOfLists.ppsm,
  },
  secretAccess: {
    name: "Approved access to Secrets",
    does: "Who reads Secrets, and which workloads have which, is compared with it.",
    rules: rulesOfLists.secretAccess,
  },
  systemPods: {
    name: "Pods of the cluster's own",
    does: "Pods in kube-system that it names belong to the cluster, beside those that plimsoll knows.",
    rules: [
      "V-242417",
      "cluster-admin-bindings",
      "container-capabilities",
      "container-resource-limits",
      "dedicated-namespaces",
      "host-network-and-ports",
      "host-path-volumes",
      "host-process-namespaces",
      "image-admission-control",
      "immutable-file-systems",
      "non-root-containers",
      "privilege-escalation",
      "privileged-containers",
      "seccomp-profile",
      "sensitive-permissions",
      "service-account-tokens",
      "worker-node-segmentation",
    ],
  },
  supportTable: {
    name: "Supported releases",
    does: "It says which releases of Kubernetes are supported, in place of plimsoll's own table.",
    rules: ["V-242443", "supported-versions"],
  },
  providerAttestation: {
    name: "Attestation of the provider",
    does: "It decides rules of the provider's that nobody else can look at.",
    // Which, the attestation itself says.
    rules: [],
  },
};
