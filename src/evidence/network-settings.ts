import type { LabelSelector } from "./network-policies.ts";

/** What is kept of the ConfigMap kube-system/cilium-config, in its own words. */
export const ciliumKeys = [
  "enable-policy",
  "enable-k8s-networkpolicy",
  "enable-cilium-network-policy",
  "enable-cilium-clusterwide-network-policy",
  "enable-wireguard",
  "enable-ipsec",
  "policy-audit-mode",
] as const;
/** Those of Cilium's settings that its ConfigMap has, as they are written. */
export type CiliumSettings = Readonly<Partial<Record<(typeof ciliumKeys)[number], string>>>;

/** Settings of network plugins that are ConfigMaps; none where there is no such ConfigMap. */
export type NetworkSettings = {
  readonly cilium?: CiliumSettings;
  /** The type of flannel's backend in kube-flannel-cfg; empty where it was not understood. */
  readonly flannelBackend?: string;
};

/** A FelixConfiguration of Calico: `default`, or `node.NAME` of one node. */
export type FelixConfiguration = {
  readonly name: string;
  readonly wireguard?: boolean;
  readonly wireguardV6?: boolean;
};

/** A PeerAuthentication of Istio. */
export type PeerAuthentication = {
  readonly namespace: string;
  readonly name: string;
  /** Absent: the whole namespace, or in the root namespace the mesh. */
  readonly selector?: LabelSelector;
  /** `STRICT`, `PERMISSIVE` or `DISABLE`; absent: as above it. */
  readonly mode?: string;
  /** Has some port for which it asks for less than STRICT. */
  readonly hasWeakerPort?: true;
};
