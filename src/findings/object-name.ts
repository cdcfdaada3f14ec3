import type { NamedObject } from "./verdict.ts";

/** `shop/Deployment web`, `namespace shop`, `ClusterRoleBinding admins`: as rules name objects in what was seen. */
export function objectName({ namespace, kind, name }: NamedObject): string {
  if (namespace !== undefined) return `${namespace}/${kind} ${name}`;
  return kind === "Namespace" ? `namespace ${name}` : `${kind} ${name}`;
}
