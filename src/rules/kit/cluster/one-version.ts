import { entriesSeen } from "../../../evidence/observed.ts";
import type { ApiPod, ApiWorkload } from "../../../evidence/pods.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import type { ImageName } from "./image-name.ts";
import { counted, placeOfPod, showPlaces } from "./pods.ts";

/** The images of each of some pods with their versions; undefined: one of them is not known. */
export type Versions = (pods: readonly ApiPod[]) => (pod: ApiPod) => readonly ImageName[] | undefined;

type Found = {
  /** Every version that a place has of an image, once: thousands of pods have the same. */
  readonly all: readonly (ImageName & { readonly place: string })[];
  /** Where it is not known what runs. */
  readonly unread: readonly string[];
};

function versionsIn(pods: readonly ApiPod[], workloads: readonly ApiWorkload[], versionsOf: Versions): Found {
  const all = new Map<string, Found["all"][number]>();
  const unread = new Set<string>();
  const versionsOfPod = versionsOf(pods);
  for (const pod of pods) {
    const place = placeOfPod(pod, workloads);
    const versions = versionsOfPod(pod);
    if (versions === undefined) unread.add(place);
    for (const { repository, version } of versions ?? []) {
      const key = JSON.stringify([repository, version, place]);
      if (!all.has(key)) all.set(key, { repository, version, place });
    }
  }
  return { all: [...all.values()], unread: [...unread] };
}

function versionsByRepository(all: readonly ImageName[]): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const { repository, version } of all) {
    const known = found.get(repository);
    if (known === undefined) found.set(repository, new Set([version]));
    else known.add(version);
  }
  return found;
}

/** Which images pods have in more than one version, and where each; `unread`: where what runs is not known. */
export function imagesInVersions(pods: readonly ApiPod[], workloads: readonly ApiWorkload[], versionsOf: Versions) {
  const { all, unread } = versionsIn(pods, workloads, versionsOf);
  const versions = versionsByRepository(all);
  const several = new Set([...versions].filter(([, found]) => found.size > 1).map(([repository]) => repository));
  const places = all
    .filter(({ repository }) => several.has(repository))
    .map(({ repository, version, place }) => ({ place: `${repository}, ${version}`, value: place }));
  return { several: [...several], places, unread };
}

/** The condition that every image repository occurs in one version over all pods of the cluster. */
export const oneVersionEach = (versionsOf: Versions): ClusterCondition =>
  clusterCondition(
    ["api.pods"],
    ({ "api.pods": pods, "api.workloads": workloads }): Verdict => {
      if (pods.state === "absent") return notReviewed("The pods were not listed.");
      const { several, places, unread } = imagesInVersions(pods.value, entriesSeen(workloads), versionsOf);
      if (several.length > 0)
        return open(counted(several, "Images in more than one version"), showPlaces(places, pods));
      if (unread.length > 0) return notReviewed(counted(unread, "What these run is not reported by digest"));
      return notAFinding("Every image repository occurs in one version.");
    },
    ["api.workloads"],
  );
