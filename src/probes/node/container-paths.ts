import type { Invocation } from "../../evidence/node.ts";

/** The host path of a container path: by the longest hostPath mount above it. Undefined: the host does not show it. */
export function onHost(invocation: Pick<Invocation, "mounts">, path: string): string | undefined {
  const mount = invocation.mounts.find(
    ({ mountPath }) => path === mountPath || path.startsWith(`${mountPath.replace(/\/$/, "")}/`),
  );
  return mount === undefined
    ? undefined
    : mount.hostPath.replace(/\/$/, "") + path.slice(mount.mountPath.replace(/\/$/, "").length);
}
