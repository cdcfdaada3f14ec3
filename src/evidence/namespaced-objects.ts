import type { Observed } from "./observed.ts";

/** An object by what names it. */
export type ObjectName = { readonly group: string; readonly kind: string; readonly name: string };

/** An object in a namespace, and the object that manages it; none where somebody made it by hand. */
export type NamedObject = { readonly name: string; readonly owner?: ObjectName };

/** The objects of one resource in one namespace: each list is known or unknown by itself. */
export type NamespacedList = {
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly kind: string;
  readonly objects: Observed<readonly NamedObject[]>;
};

/** The namespaces that Kubernetes makes for itself and that are nobody's place of work; `default` is always there. */
export const reservedNamespaces = ["default", "kube-node-lease", "kube-public"] as const;
