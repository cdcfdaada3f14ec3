import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { ApiNamespace, ClusterFacts } from "../../evidence/cluster.ts";
import type { DiscoveredVersion } from "../../evidence/discovery.ts";
import { type NamedObject, type NamespacedList, reservedNamespaces } from "../../evidence/namespaced-objects.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import { type ListedResource, listedResources, listIn } from "./discovered-requests.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getList } from "./read-list.ts";

const objectSchema = z.object({
  metadata: z.object({
    name: z.string(),
    ownerReferences: nullableList(
      z.object({ apiVersion: z.string(), kind: z.string(), name: z.string(), controller: z.boolean().nullish() }),
    ),
  }),
});

const groupOf = (apiVersion: string): string => (apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "");

function readObject(item: unknown): NamedObject {
  const { name, ownerReferences } = objectSchema.parse(item).metadata;
  const owner = entries(ownerReferences).find(({ controller }) => controller === true);
  if (owner === undefined) return { name };
  return { name, owner: { group: groupOf(owner.apiVersion), kind: owner.kind, name: owner.name } };
}

/** The reserved namespaces that exist; all where that is not known, for a list of one that is not there is empty. */
const namespacesToAsk = (namespaces: Observed<readonly ApiNamespace[]>): readonly string[] =>
  reservedNamespaces.filter(
    (reserved) =>
      reserved === "default" ||
      namespaces.state !== "present" ||
      namespaces.value.some(({ name }) => name === reserved),
  );

type Lists = Pick<ClusterFacts, "api.all-category" | "api.user-resources">;

/** The objects in the reserved namespaces. A list that is not whole is unknown by itself, so that others can show a finding. */
export async function getNamespacedObjects(
  api: ApiSession,
  discovery: Observed<readonly DiscoveredVersion[]>,
  namespaces: Observed<readonly ApiNamespace[]>,
): Promise<{ readonly [K in keyof Lists]: Observed<Lists[K]> }> {
  if (discovery.state !== "present") return { "api.all-category": discovery, "api.user-resources": discovery };
  const asked = namespacesToAsk(namespaces);
  const resources = listedResources(discovery.value);
  const listAll = async (wanted: ListedResource["fact"]): Promise<Observed<readonly NamespacedList[]>> => {
    const lists: NamespacedList[] = [];
    for (const resource of resources.filter(({ fact }) => fact === wanted)) {
      for (const namespace of asked) {
        const objects = await getList(api, listIn(namespace, resource), readObject);
        lists.push({ namespace, group: resource.group, resource: resource.resource, kind: resource.kind, objects });
      }
    }
    return present(lists, { host: api.server, request: `lists of objects in ${asked.join(", ")}` });
  };
  return {
    "api.all-category": await listAll("api.all-category"),
    "api.user-resources": await listAll("api.user-resources"),
  };
}
