import type { NodeFact } from "../../../../src/evidence/node.ts";

/** Facts without which checks still pass, and why that is right. */
type Survivor = {
  readonly facts: readonly NodeFact[];
  readonly checks: readonly string[];
  /** Names of the base states on which they may; all where none is given. */
  readonly nodes?: readonly string[];
  /** The facts stand for each other: where none of them is seen nothing passes. */
  readonly atLeastOne?: true;
  readonly why: string;
};

const byFlags = ["default control plane", "mended control plane", "old control plane"];
const hardened = ["mended control plane", "old control plane", "structured control plane"];
const workers = ["default worker", "mended worker", "worker before a restart"];

export const survives: readonly Survivor[] = [
  {
    facts: ["node.role"],
    checks: ["kubelet-access", "log-persistence", "seccomp-audit-mode"],
    why: "These are for every node.",
  },
  {
    facts: ["manifest.kube-apiserver"],
    checks: [
      ...["anonymous-authentication", "audit-log-retention", "authorization-mode", "encryption-key-management"],
      ...["etcd-encryption-at-rest", "tls-protocol-and-ciphers"],
    ],
    nodes: [...hardened, "default control plane", "control plane without etcd"],
    why: "What runs is judged; the manifest gives image and mounts, without which what needs them does not pass.",
  },
  {
    facts: ["manifest.kube-controller-manager", "manifest.kube-scheduler", "manifest.etcd"],
    checks: ["control-plane-listeners"],
    why: "As above.",
  },
  {
    facts: ["content.authentication-config"],
    checks: ["anonymous-authentication"],
    nodes: ["mended control plane", "old control plane", "control plane without etcd"],
    why: "No flag names such a file. Where one does, the structured control plane shows that it counts.",
  },
  {
    facts: ["content.authorization-config"],
    checks: ["authorization-mode"],
    nodes: [...byFlags, "control plane without etcd"],
    why: "As above.",
  },
  {
    facts: ["content.etcd-config"],
    checks: ["control-plane-listeners", "etcd-transport-security", "tls-protocol-and-ciphers"],
    nodes: [...byFlags, ...workers, "etcd host"],
    why: "As above; no variable names one either.",
  },
  {
    facts: ["content.encryption-config", "stat.flag-files"],
    checks: ["encryption-key-management"],
    nodes: ["default control plane"],
    why: "No flag names such a file: there are no keys.",
  },
  {
    facts: ["certificates"],
    checks: ["etcd-transport-security"],
    why: "Issuer and expiry are shown to the assessor; certificate-validity demands something of them.",
  },
  {
    facts: ["node.layout"],
    checks: ["etcd-transport-security", "tls-protocol-and-ciphers"],
    nodes: [...byFlags, "structured control plane"],
    why: "The control plane and etcd are here: the distribution matters where they are not.",
  },
  {
    facts: [
      ...(["manifest.kube-apiserver", "manifest.etcd", "process.kube-apiserver", "process.etcd"] as const),
      "cluster.etcd-hosts",
    ],
    checks: ["tls-protocol-and-ciphers"],
    nodes: workers,
    why: "A node that is proven to be a worker alone has neither a control plane nor etcd.",
  },
  {
    facts: [
      ...(["manifest.kube-controller-manager", "manifest.kube-scheduler"] as const),
      ...(["process.kube-controller-manager", "process.kube-scheduler"] as const),
    ],
    checks: ["tls-protocol-and-ciphers"],
    nodes: [...workers, "etcd host"],
    why: "The same of a host of etcd and the control plane.",
  },
  {
    facts: ["kubelet.unit"],
    checks: ["kubelet-access", "log-persistence"],
    why: "What runs is judged; a unit only says what starts next.",
  },
  {
    facts: ["kubelet.configz", "host.listeners"],
    checks: ["kubelet-access"],
    why: "Flags and configuration say what the kubelet does; its own word and a socket can only add a finding.",
  },
  {
    facts: ["node.api", "node.layout"],
    checks: ["kubelet-access"],
    why: "Asked only where no kubelet is seen, whether there should be one.",
  },
  {
    facts: ["stat.kubelet-client-ca", "stat.flag-files"],
    checks: ["kubelet-access"],
    atLeastOne: true,
    why: "The CA's file is among what the configuration names and among what flags may name.",
  },
  {
    facts: ["node.api"],
    checks: ["log-persistence"],
    why: "Its release says whether a runtime that nothing names may be Docker; here the configuration names one.",
  },
];
