import { showResource } from "../../../evidence/discovery.ts";
import type { NamespacedList, ObjectName } from "../../../evidence/namespaced-objects.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import { topOf } from "./top-of.ts";

/** An object, and the object at the top of those that manage it, under which people know it. */
export type ObjectPlace = {
  readonly namespace: string;
  readonly group: string;
  readonly resource: string;
  readonly name: string;
  readonly place: string;
};

type Kept = ObjectName & { readonly namespace: string; readonly resource: string; readonly owner?: ObjectName };

/** The groups whose kinds everybody knows without the group. */
const wellKnown: ReadonlySet<string> = new Set(["", "apps", "autoscaling", "batch", "extensions"]);

const keyOf = (namespace: string, { group, kind, name }: ObjectName): string =>
  [namespace, group, kind, name].join("\n");

const shown = ({ group, kind, name }: ObjectName): string =>
  `${wellKnown.has(group) || group.endsWith(".k8s.io") ? kind : showResource(group, kind)} ${name}`;

/** Every object that was seen, by what makes it: names that a controller gives change from day to day. */
export function objectPlaces(lists: readonly NamespacedList[]): readonly ObjectPlace[] {
  const kept = lists.flatMap(({ namespace, group, resource, kind, objects }) =>
    entriesSeen(objects).map((object): Kept => ({ namespace, group, resource, kind, ...object })),
  );
  const byKey = new Map(kept.map((object) => [keyOf(object.namespace, object), object]));
  // A static pod's owner is its node, under which nobody knows it.
  const ownerOf = (namespace: string, name: ObjectName): ObjectName | undefined => {
    const owner = byKey.get(keyOf(namespace, name))?.owner;
    return owner?.kind === "Node" ? undefined : owner;
  };
  return kept.map((object) => {
    const { namespace, group, resource, name } = object;
    const top = topOf<ObjectName>(
      object,
      (one) => keyOf(namespace, one),
      (one) => ownerOf(namespace, one),
    );
    return { namespace, group, resource, name, place: `${namespace}/${shown(top)}` };
  });
}
