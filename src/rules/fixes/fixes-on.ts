import type { DistributionName } from "../../evidence/layout.ts";
import type { Change, DistributionFixes } from "./change.ts";
import { kubeadm, kubespray } from "./kubeadm.ts";
import { aks, bottlerocket, eks, gardener, gke } from "./managed.ts";
import { openshift, talos } from "./operated.ts";
import { k3s, rke1, rke2 } from "./rancher.ts";
import { kops, microk8s, plain } from "./self-managed.ts";

/** How changes are made on each distribution. */
export const fixesByDistribution: Readonly<Record<DistributionName, DistributionFixes>> = {
  kubeadm,
  rke2,
  k3s,
  rke1,
  kops,
  openshift,
  eks,
  bottlerocket,
  aks,
  gke,
  microk8s,
  gardener,
  kubespray,
  talos,
  plain,
};

/** How one change is made. */
export type Fix = { readonly change: Change; readonly how: string };

/** How these changes are made on one distribution; what is not known is left out. */
export const fixesOn = (name: DistributionName, changes: readonly Change[]): readonly Fix[] =>
  changes.flatMap((change) => {
    const how = fixesByDistribution[name].fixes[change];
    return how === undefined ? [] : [{ change, how }];
  });
