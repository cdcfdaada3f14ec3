/** An image's repository in full, and the version asked for: its tag, or its digest where it has no tag. */
export type ImageName = { readonly repository: string; readonly version: string };

const defaultRegistry = "docker.io";

// The first part of a name is a registry where it has a dot or a colon, or is localhost (distribution/reference).
const isRegistry = (part: string): boolean => /[.:]/.test(part) || part === "localhost";

function inFull(name: string): string {
  const [first = "", ...rest] = name.split("/");
  if (rest.length === 0) return `${defaultRegistry}/library/${name}`;
  if (!isRegistry(first)) return `${defaultRegistry}/${name}`;
  const registry = first === "index.docker.io" ? defaultRegistry : first;
  return registry === defaultRegistry && rest.length === 1
    ? `${registry}/library/${rest[0]}`
    : [registry, ...rest].join("/");
}

/** Whether an image is named by a tag, and not by what a node calls it: `sha256:...`, or a name with its digest alone. */
export function hasTag(image: string): boolean {
  const [named = ""] = image.split("@");
  const name = named.slice(named.lastIndexOf("/") + 1);
  const colon = name.indexOf(":");
  return !image.startsWith("sha256:") && colon !== -1 && colon < name.length - 1;
}

/** Reads an image as a pod names it. The colon of registry:port is no tag; neither tag nor digest means latest. */
export function readImageName(image: string): ImageName {
  const [named = "", digest] = image.split("@");
  const slash = named.lastIndexOf("/");
  const colon = named.indexOf(":", slash + 1);
  const tag = colon === -1 ? undefined : named.slice(colon + 1);
  return { repository: inFull(colon === -1 ? named : named.slice(0, colon)), version: tag ?? digest ?? "latest" };
}

/** The digest that a node reports an image by; undefined where it reports none. */
export const digestOf = (imageID: string): string | undefined => /sha256:[0-9a-f]{64}$/.exec(imageID)?.[0];
