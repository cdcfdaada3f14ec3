import { onceFor } from "./once-for.ts";
import type { Invocation } from "./processes.ts";
import { directoryPath, withoutEndSlashes } from "./trailing-slashes.ts";

/** Whether a path is a directory's or in it. */
export const isBelow = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(`${directory.replace(/\/$/, "")}/`);
// `//` and `/./` lead where `/` does.
const stepsOf = (path: string): readonly string[] => path.split("/").filter((step) => step !== "" && step !== ".");
const climbs = (path: string): boolean => path.split("/").includes("..");

const mountsInSteps = onceFor((mounts: Invocation["mounts"]) =>
  mounts.map(({ mountPath, hostPath }) => ({ steps: stepsOf(mountPath), climbs: climbs(mountPath), hostPath })),
);

/**
 * The host path of a path in a container, by the longest hostPath mount above it. Undefined: the host does not show it (a
 * relative path, one that climbs with `..`, or one that no hostPath mount covers).
 */
export function hostPathOf({ mounts }: Pick<Invocation, "mounts">, path: string): string | undefined {
  if (!path.startsWith("/") || climbs(path)) return undefined;
  const wanted = stepsOf(path);
  const covering = mountsInSteps(mounts).filter(
    ({ steps, climbs }) => climbs || steps.every((step, index) => step === wanted[index]),
  );
  // Where a mount path climbs, what it covers is not looked into: it may hide what any other shows.
  if (covering.some(({ climbs }) => climbs)) return undefined;
  const depth = Math.max(...covering.map(({ steps }) => steps.length));
  const [hostPath, ...others] = new Set(
    covering.filter(({ steps }) => steps.length === depth).map((mount) => mount.hostPath),
  );
  // Two mounts of one path hide one another, in an order that the container runtime chooses.
  if (hostPath === undefined || others.length > 0) return undefined;
  const rest = wanted.slice(depth).join("/");
  return rest === "" ? directoryPath(hostPath) : `${withoutEndSlashes(hostPath)}/${rest}`;
}
