import type { ApiNamespace } from "../../../evidence/cluster.ts";
import type { Known } from "../../../evidence/observed.ts";
import type { ApiPod } from "../../../evidence/pods.ts";
import { isWholeList, systemNamespaces } from "../cluster/system-namespaces.ts";
import { isPlatformNamespace } from "./platform.ts";

/** A namespace as checks look at it: its users', or the platform's own. */
export type Space = ApiNamespace & { readonly isOfPlatform: boolean };

/**
 * The namespaces in the order of their names, those of the pods too, but none that is being deleted; undefined: the list
 * is not whole.
 */
export function spacesOf(
  namespaces: Known<readonly ApiNamespace[]>,
  pods: readonly ApiPod[] = [],
): readonly Space[] | undefined {
  const list = namespaces.state === "present" ? namespaces.value : [];
  if (!isWholeList(list)) return undefined;
  const listed = new Set(list.map(({ name }) => name));
  // Made between the two lists: of such a namespace no label is known.
  const unlisted = [...new Set(pods.map(({ namespace }) => namespace))].filter((name) => !listed.has(name));
  return [...list, ...unlisted.map((name): ApiNamespace => ({ name, labels: {} }))]
    .filter(({ isTerminating }) => isTerminating !== true)
    .map((namespace) => ({
      ...namespace,
      isOfPlatform: systemNamespaces.includes(namespace.name) || isPlatformNamespace(namespace.name),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
