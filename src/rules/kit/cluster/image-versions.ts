import type { ApiPod, RunningImage } from "../../../evidence/pods.ts";
import { digestOf, hasTag, type ImageName, readImageName } from "./image-name.ts";
import type { Versions } from "./one-version.ts";

/** What the container asks for of which a node reports; undefined in older runs, which did not keep whose status it is. */
const askedBy = ({ containers }: ApiPod, { container }: RunningImage): ImageName | undefined => {
  const image = containers.find(({ name }) => name === container)?.image;
  return image === undefined ? undefined : readImageName(image);
};

const keyOf = ({ repository, version }: ImageName): string => `${repository}\n${version}`;

/** By what digest, or whatever nodes call it, an image runs where a node names it as its pod does. */
function idsByName(pods: readonly ApiPod[]): ReadonlyMap<string, ReadonlySet<string>> {
  const ids = new Map<string, Set<string>>();
  for (const pod of pods) {
    for (const status of pod.running) {
      const asked = askedBy(pod, status);
      if (asked === undefined || status.imageID === "" || !hasTag(status.image)) continue;
      const key = keyOf(asked);
      if (keyOf(readImageName(status.image)) !== key) continue;
      ids.set(key, (ids.get(key) ?? new Set()).add(digestOf(status.imageID) ?? status.imageID));
    }
  }
  return ids;
}

/**
 * What nodes name otherwise than the pod: another tag of the same image where the digest is the same, which the runtime may
 * show in its place; another version, left from before the pod was changed, where the digest differs.
 */
const reportedOtherwise = (pod: ApiPod, ids: ReadonlyMap<string, ReadonlySet<string>>): readonly ImageName[] =>
  pod.running.flatMap((status) => {
    const asked = askedBy(pod, status);
    if (asked === undefined || status.imageID === "" || !hasTag(status.image)) return [];
    const reported = readImageName(status.image);
    const known = ids.get(keyOf(asked));
    if (known === undefined || keyOf(reported) === keyOf(asked)) return [];
    return known.has(digestOf(status.imageID) ?? status.imageID) ? [] : [reported];
  });

/** What pods ask for, image volumes included, by tag, or digest where there is no tag; and what nodes run of older versions. */
export const versionsAskedFor: Versions = (pods) => {
  const ids = idsByName(pods);
  return (pod) => {
    const { containers, imageVolumes = [] } = pod;
    const asked = [...containers.map(({ image }) => image), ...imageVolumes].map(readImageName);
    return [...asked, ...reportedOtherwise(pod, ids)];
  };
};

/** The repositories of what runs: as its pod names it, and as its node does, for an image may have names of several. */
function repositoriesOf(pod: ApiPod, status: RunningImage): readonly string[] {
  const { image, imageID } = status;
  const named = image.startsWith("sha256:") ? (imageID.split("@")[0] ?? "") : image;
  const reported = named === "" ? undefined : readImageName(named).repository;
  return [...new Set([reported, askedBy(pod, status)?.repository])].filter((name) => name !== undefined);
}

/** What runs, by the digest that nodes report; pods that do not run count for nothing. */
export const versionsRunning: Versions = () => (pod) => {
  if (pod.phase !== "Running") return [];
  // A container that waits has no digest yet, and runs nothing.
  const statuses = pod.running.filter(({ imageID }) => imageID !== "");
  const versions = statuses.map((status) => {
    const version = digestOf(status.imageID);
    return version === undefined ? [] : repositoriesOf(pod, status).map((repository) => ({ repository, version }));
  });
  return versions.some((of) => of.length === 0) ? undefined : versions.flat();
};
