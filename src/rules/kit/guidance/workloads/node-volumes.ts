import { entriesSeen } from "../../../../evidence/observed.ts";
import type { NodeVolume } from "../../../../evidence/pod-security.ts";
import { notAFinding, notReviewed } from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../../define-cluster-rule.ts";
import { openAt, showPlaces } from "../../cluster/pods.ts";
import { isPlatformNamespace } from "../platform.ts";
import { showHostPath } from "./host-paths.ts";
import { type Workload, workloadFacts, workloadsOf } from "./workloads.ts";

type Claim = NonNullable<NodeVolume["claim"]>;

const keyOf = ({ namespace, name }: Claim): string => `${namespace}/PersistentVolumeClaim ${name}`;

/** The claims that only workloads of the platform use; one in kube-system that nobody uses is not known to be its. */
function claimsOfPlatform(workloads: readonly Workload[]): (claim: Claim) => boolean {
  const users = new Map<string, boolean>();
  for (const { namespace, spec, isOfPlatform } of workloads) {
    for (const { claim } of spec.volumes ?? []) {
      if (claim === undefined) continue;
      const key = keyOf({ namespace, name: claim });
      users.set(key, isOfPlatform && users.get(key) !== false);
    }
  }
  return (claim) =>
    isPlatformNamespace(claim.namespace) || (claim.namespace === "kube-system" && users.get(keyOf(claim)) === true);
}

/** Phases in which no claim uses a volume, though it may name one that did or that it waits for. */
const isUnused = ({ phase, claim }: NodeVolume): boolean =>
  claim === undefined || ["Available", "Released", "Failed"].includes(phase);

const describe = ({ kind, path }: NodeVolume): string => `PersistentVolume of type ${kind}, ${showHostPath(path)}`;

/** Whether claims of users, or of the platform itself, are bound to PersistentVolumes that are paths on nodes. */
export const claimedNodeVolumes = (isOfPlatform: boolean): ClusterCondition =>
  clusterCondition([...workloadFacts, "api.persistent-volumes"], (facts) => {
    const listed = facts["api.persistent-volumes"];
    if (listed.state === "absent") return notReviewed("The PersistentVolumes were not listed.");
    const isPlatforms = claimsOfPlatform(workloadsOf(facts));
    const volumes = entriesSeen(listed);
    const used = volumes.flatMap((volume) => {
      const { claim } = volume;
      if (claim === undefined || isUnused(volume) || isPlatforms(claim) !== isOfPlatform) return [];
      return [{ place: keyOf(claim), value: describe(volume) }];
    });
    const unused = volumes
      .filter((volume) => !isOfPlatform && isUnused(volume))
      .map((volume) => ({ place: `PersistentVolume ${volume.name}`, value: `${describe(volume)}, in no claim's use` }));
    const seen = [...showPlaces(used, listed), ...showPlaces(unused, listed)];
    if (used.length === 0) {
      return notAFinding("Not found in PersistentVolumeClaims: volumes that are paths of the host.", seen);
    }
    const places = used.map(({ place }) => place);
    return openAt(places, "claims bound to volumes that are paths of the host", seen);
  });
