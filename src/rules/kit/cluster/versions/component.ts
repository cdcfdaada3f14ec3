import type { Source } from "../../../../evidence/observed.ts";
import { leftUnseen, notReviewed, type Verdict } from "../../../../findings/verdict.ts";
import { imageVersion, type KubernetesVersion } from "../../kubernetes-version.ts";

/** The components whose versions have to fit together. */
export type Component =
  | "kube-apiserver"
  | "kube-controller-manager"
  | "kube-scheduler"
  | "cloud-controller-manager"
  | "kubelet"
  | "kube-proxy"
  | "kubectl";

/** A component at one place, and the version that it has there. */
export type Found = {
  readonly component: Component;
  /** A node, or what else it is known by. */
  readonly place: string;
  readonly version: KubernetesVersion;
  /** The version as it was read. */
  readonly text: string;
  readonly source: Source;
};

/** What was seen of some components, and what was not. */
export type Leg = { readonly found: readonly Found[]; readonly missing: readonly Verdict[] };

/** Several legs as one. */
export const joined = (legs: readonly Leg[]): Leg => ({
  found: legs.flatMap(({ found }) => found),
  missing: legs.flatMap(({ missing }) => missing),
});

/** A component on a host that was not read: no person makes a pass of it. */
export const notRead = (component: Component, place: string): Leg => ({
  found: [],
  missing: unseen(component, place, "the host was not read").missing.map((verdict) =>
    leftUnseen(verdict, `the version of ${component} on ${place} was not seen`),
  ),
});

/** A component whose version was not seen. */
export const unseen = (component: Component, place: string, why: string): Leg => ({
  found: [],
  missing: [notReviewed(`The version of ${component} on ${place} is not known: ${why}.`)],
});

type Place = Pick<Found, "component" | "place" | "source">;

/** A component by a text that may be a version. */
export function byVersion(
  { component, place, source }: Place,
  text: string,
  version: KubernetesVersion | undefined,
): Leg {
  if (version === undefined)
    return unseen(component, place, text === "" ? "nothing is said" : `it is said to be ${text}`);
  return { found: [{ component, place, version, text, source }], missing: [] };
}

/** A component by its image's tag; a digest says no version. */
export const byImage = (place: Place, image: string, version = imageVersion(image)): Leg =>
  version === undefined
    ? unseen(place.component, place.place, image === "" ? "no image is named" : `its image is ${image}`)
    : byVersion(place, tagOf(image), version);

const tagOf = (image: string): string => /:([^:@/]+)(?:@[^@]*)?$/.exec(image)?.[1] ?? image;
