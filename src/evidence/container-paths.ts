import type { Invocation } from "./processes.ts";

/**
 * The host path of a path in a container, by the longest hostPath mount above it. Undefined: the host does not show it (a
 * relative path, one that climbs with `..`, or one that no hostPath mount covers).
 */
export function hostPathOf({ mounts }: Pick<Invocation, "mounts">, path: string): string | undefined {
  if (!path.startsWith("/") || path.split("/").includes("..")) return undefined;
  const covers = (mountPath: string) => path === mountPath || path.startsWith(`${mountPath.replace(/\/$/, "")}/`);
  const longest = mounts
    .filter(({ mountPath }) => covers(mountPath))
    .reduce<Invocation["mounts"][number] | undefined>(
      (best, mount) => (best !== undefined && best.mountPath.length >= mount.mountPath.length ? best : mount),
      undefined,
    );
  if (longest?.hostPath === undefined) return undefined;
  const rest = path.slice(longest.mountPath.replace(/\/$/, "").length);
  return longest.hostPath.replace(/\/$/, "") + rest;
}
