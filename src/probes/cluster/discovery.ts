import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import { type ApiResource, type DiscoveredVersion, showGroupVersion } from "../../evidence/discovery.ts";
import { type Observed, present } from "../../evidence/observed.ts";
import { apiRequests, type PathRequest } from "./api-requests.ts";
import { entries, nullableList } from "./nullable-list.ts";
import { getOne } from "./read-list.ts";

// These become paths of further requests: a server must not lead to others than those of its API.
const label = z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/);
const groupName = z.string().regex(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/);

const words = nullableList(z.string());
/** Of the words of a list those that rules ask for. */
const only = (wanted: readonly string[], given: z.infer<typeof words>) =>
  wanted.filter((word) => entries(given).includes(word));

const coreSchema = z.object({ versions: z.array(label) });
const versionSchema = z.object({ version: label });
const groupsSchema = z.object({
  // The server's way to write an empty list of a nil slice.
  groups: z
    .array(
      z.object({ name: groupName, versions: nullableList(versionSchema), preferredVersion: versionSchema.nullish() }),
    )
    .nullable(),
});
const resourcesSchema = z.object({
  resources: z
    .array(
      z.object({
        name: z.string(),
        kind: z.string(),
        namespaced: z.boolean(),
        verbs: words,
        categories: words,
      }),
    )
    .nullable(),
});

type Version = { readonly group: string; readonly version: string };

const readCore = (body: unknown): readonly Version[] =>
  coreSchema.parse(body).versions.map((version) => ({ group: "", version }));

/** The versions of every group, the preferred one first; without one in the server's order. */
const readGroups = (body: unknown): readonly Version[] =>
  (groupsSchema.parse(body).groups ?? []).flatMap(({ name, versions, preferredVersion }) =>
    [...(preferredVersion ? [preferredVersion] : []), ...entries(versions)].map(({ version }) => ({
      group: name,
      version,
    })),
  );

const readResources = (body: unknown): readonly ApiResource[] =>
  (resourcesSchema.parse(body).resources ?? [])
    .filter(({ name }) => !name.includes("/"))
    .map(({ name, kind, namespaced, verbs, categories }) => ({
      resource: label.parse(name),
      kind,
      namespaced,
      verbs: only(["create", "list"], verbs),
      categories: only(["all"], categories),
    }));

/** Each version once, a group that is listed twice included. */
const distinct = (versions: readonly Version[]): readonly Version[] => [
  ...new Map(versions.map((version) => [showGroupVersion(version), version])).values(),
];

async function discoverVersion(api: ApiSession, { group, version }: Version): Promise<DiscoveredVersion> {
  const path = group === "" ? `/api/${version}` : `/apis/${group}/${version}`;
  const request: PathRequest = { path, verb: "get", facts: ["api.discovery"] };
  return { group, version, resources: await getOne(api, request, readResources) };
}

/**
 * What the API serves. Every version of a group is asked for, not only the preferred one: a resource may be served in
 * another alone. A version whose server is down is unknown by itself.
 */
export async function discover(api: ApiSession): Promise<Observed<readonly DiscoveredVersion[]>> {
  const core = await getOne(api, apiRequests.coreVersions, readCore);
  if (core.state !== "present") return core;
  const groups = await getOne(api, apiRequests.groups, readGroups);
  if (groups.state !== "present") return groups;
  const discovered: DiscoveredVersion[] = [];
  for (const version of distinct([...core.value, ...groups.value])) {
    discovered.push(await discoverVersion(api, version));
  }
  return present(discovered, { host: api.server, request: "GET /api and /apis" });
}
