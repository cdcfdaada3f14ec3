import type { ApiNode } from "../../../src/evidence/cluster.ts";

/** A node of the API, a worker unless said otherwise. */
export const nodeOf = (name: string, more: Partial<ApiNode> = {}): ApiNode => ({
  name,
  addresses: [
    { type: "InternalIP", address: `10.0.0.${[...name].reduce((sum, one) => sum + one.charCodeAt(0), 0) % 255}` },
  ],
  labels: { "kubernetes.io/os": "linux" },
  taints: [],
  ready: true,
  kubeletVersion: "v1.36.2",
  osImage: "Debian GNU/Linux 12 (bookworm)",
  ...more,
});

/** Labels and taints of kubeadm's control planes. */
export const controlPlane: Partial<ApiNode> = {
  labels: { "node-role.kubernetes.io/control-plane": "" },
  taints: [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }],
};
