import { notReviewed, type Verdict } from "../../findings/verdict.ts";

/** Kubernetes 1.MINOR.PATCH; what a vendor appends (`+rke2r1`, `-eks-1a2b`, `-gke.100`) does not count. */
export type KubernetesVersion = { readonly minor: number; readonly patch: number };

/** Reads `v1.36.2`, with or without the v and a vendor's suffix. Undefined: not a Kubernetes version. */
export function parseVersion(text: string): KubernetesVersion | undefined {
  const [whole, minor, patch] = /^v?1\.(\d{1,3})\.(\d{1,4})(?=$|[-+._])/.exec(text) ?? [];
  return whole === undefined ? undefined : { minor: Number(minor), patch: Number(patch) };
}

/**
 * The version that a container image's tag names. Undefined without a tag, with a digest only, or where the image's name
 * does not say that it is one of Kubernetes: another project's 1.25.0 proves nothing.
 */
export function imageVersion(image: string | undefined): KubernetesVersion | undefined {
  const text = image ?? "";
  const digest = text.lastIndexOf("@");
  const [named, colon, tag] = cutAtLast(digest === -1 ? text : text.slice(0, digest));
  const [, , name] = cutAtLast(named);
  return colon === ":" && name.includes("kube") ? parseVersion(tag) : undefined;
}

/** What stands before the last mark of an image's name, the mark, and what stands behind it. */
function cutAtLast(text: string): readonly [before: string, mark: string, behind: string] {
  const at = Math.max(...["/", ":", "@"].map((mark) => text.lastIndexOf(mark)));
  return [text.slice(0, Math.max(0, at)), text.charAt(at), text.slice(at + 1)];
}

/** Whether a release is 1.MINOR or later, compared as numbers: 1.9 is before 1.12. */
export const isSince = (version: KubernetesVersion, minor: number): boolean => version.minor >= minor;

/** The version for people. */
export const showVersion = ({ minor, patch }: KubernetesVersion): string => `1.${minor}.${patch}`;

/** Not Reviewed where a verdict depends on a version that no image tag shows. */
export const versionUnknown = (component: string, image: string | undefined): Verdict =>
  notReviewed(
    `The version of ${component} is not known: ${image === undefined ? "no manifest names its image" : `its image is ${image}`}.`,
  );
