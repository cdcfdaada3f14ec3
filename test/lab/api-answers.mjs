// What the API server of a lab answers: its nodes, and services, pods and workloads of the recorded cluster, for the lab's
// nodes run none of their own. Plain JavaScript, for docker/lab's container runs it as it is.
import { readFileSync } from "node:fs";

const apiNode = ([name, address]) => ({
  metadata: { name, labels: name === "cp1" ? { "node-role.kubernetes.io/control-plane": "" } : {} },
  spec: name === "cp1" ? { taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] } : {},
  status: {
    addresses: [{ type: "InternalIP", address }],
    conditions: [{ type: "Ready", status: "True" }],
    nodeInfo: { kubeletVersion: "v1.36.2" },
  },
});

const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];
const apiNamespace = (name) => ({ metadata: { name, labels: { "kubernetes.io/metadata.name": name } } });
const recorded = JSON.parse(readFileSync(new URL("../../src/demo/recordings/api.json", import.meta.url), "utf8"));
const { "/version": _, "/api/v1/nodes": __, "/api/v1/namespaces": ___, ...ofCluster } = recorded;

/** The answers by path, of a cluster with these nodes, each its name and address. */
export const answersOf = (/** @type {readonly (readonly [string, string])[]} */ nodes) => ({
  ...ofCluster,
  "/version": { major: "1", minor: "36", gitVersion: "v1.36.2" },
  "/api/v1/nodes": { kind: "NodeList", apiVersion: "v1", metadata: {}, items: nodes.map(apiNode) },
  "/api/v1/namespaces": { kind: "NamespaceList", apiVersion: "v1", metadata: {}, items: namespaces.map(apiNamespace) },
});
