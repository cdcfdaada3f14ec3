import type { Invocation } from "./processes.ts";

/** Whether a path is a directory's or in it. */
export const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(`${directory.replace(/\/$/, "")}/`);

/**
 * The host path of a path in a container, by the longest hostPath mount above it. Undefined: the host does not show it (a
 * relative path, one that climbs with `..`, or one that no hostPath mount covers).
 */
export function hostPathOf({ mounts }: Pick<Invocation, "mounts">, path: string): string | undefined {
  if (!path.startsWith("/") || path.split("/").includes("..")) return undefined;
  const longest = mounts
    .filter(({ mountPath }) => isBelow(path, mountPath))
    .reduce<Invocation["mounts"][number] | undefined>(
      (best, mount) => (best !== undefined && best.mountPath.length >= mount.mountPath.length ? best : mount),
      undefined,
    );
  if (longest?.hostPath === undefined) return undefined;
  const rest = path.slice(longest.mountPath.replace(/\/$/, "").length);
  return longest.hostPath.replace(/\/$/, "") + rest;
}
