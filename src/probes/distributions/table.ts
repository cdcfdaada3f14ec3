import type { DistributionName } from "../../evidence/layout.ts";
import type { Distribution } from "./distribution.ts";
import { aks, bottlerocket, eks, gardener, gke } from "./provider-run.ts";
import { k3s, rke1, rke2 } from "./rancher.ts";
import { kops, kubeadm, kubespray, microk8s, openshift, talos } from "./self-managed.ts";

/** A distribution that signs can show. */
export type KnownDistribution = Exclude<DistributionName, "plain">;

/**
 * All distributions, the more particular first: the first of which something decisive is seen is the node's. RKE1 keeps
 * certificates where kubespray does, kubespray runs kubeadm.
 */
export const table: ReadonlyMap<KnownDistribution, Distribution> = new Map([
  ["rke2", rke2],
  ["k3s", k3s],
  ["rke1", rke1],
  ["openshift", openshift],
  ["bottlerocket", bottlerocket],
  ["eks", eks],
  ["kops", kops],
  ["aks", aks],
  ["gke", gke],
  ["talos", talos],
  ["microk8s", microk8s],
  ["gardener", gardener],
  ["kubespray", kubespray],
  ["kubeadm", kubeadm],
]);
