import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { ApiNode, ClusterEvidence } from "../../evidence/cluster.ts";
import { type Observed, present, readAs, type UnknownReason, unknown } from "../../evidence/observed.ts";

const pageSize = 500;

// Unknown fields are dropped here: evidence is what rules need, not whole objects.
const nodeSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
  spec: z.object({ taints: z.array(z.object({ key: z.string(), effect: z.string() })).default([]) }).prefault({}),
  status: z.object({
    addresses: z.array(z.object({ type: z.string(), address: z.string() })).default([]),
    conditions: z.array(z.object({ type: z.string(), status: z.string() })).default([]),
    nodeInfo: z.object({ kubeletVersion: z.string(), osImage: z.string().default("") }),
  }),
});
const listSchema = z.object({ metadata: z.object({ continue: z.string().default("") }), items: z.array(z.unknown()) });
const versionSchema = z.object({ gitVersion: z.string() });

const readNode = (item: unknown): ApiNode => {
  const { metadata, spec, status } = nodeSchema.parse(item);
  return {
    name: metadata.name,
    addresses: status.addresses,
    labels: metadata.labels,
    taints: spec.taints,
    ready: status.conditions.some(({ type, status: state }) => type === "Ready" && state === "True"),
    kubeletVersion: status.nodeInfo.kubeletVersion,
    osImage: status.nodeInfo.osImage,
  };
};

/** One GET, read by a schema; an answer of another shape is unparseable. */
async function getOne<T>(api: ApiSession, path: string, read: (body: unknown) => T): Promise<Observed<T>> {
  const source = { host: api.server, request: `GET ${path}` };
  const answer = await api.get(path);
  if (answer.state === "failed") return unknown(answer.cause, answer.message, source);
  return readAs(source, () => read(answer.body));
}

/** A whole list, page by page; one page that fails makes the list unknown, for a part of it proves no absence. */
async function getList<T>(api: ApiSession, path: string, read: (item: unknown) => T): Promise<Observed<readonly T[]>> {
  const items: T[] = [];
  let next = "";
  do {
    const query = `?limit=${pageSize}${next === "" ? "" : `&continue=${encodeURIComponent(next)}`}`;
    const page = await getOne(api, `${path}${query}`, (body) => {
      const list = listSchema.parse(body);
      return { items: list.items.map(read), next: list.metadata.continue };
    });
    if (page.state !== "present") return page;
    items.push(...page.value.items);
    next = page.value.next;
  } while (next !== "");
  return present(items, { host: api.server, request: `GET ${path}` });
}

/** Everything that the API server is asked. */
export async function collectCluster(api: ApiSession, cluster: string, now: () => Date): Promise<ClusterEvidence> {
  const version = await getOne(api, "/version", (body) => versionSchema.parse(body).gitVersion);
  const nodes = await getList(api, "/api/v1/nodes", readNode);
  return { cluster, collectedAt: now().toISOString(), facts: { "api.version": version, "api.nodes": nodes } };
}

/** The evidence of a cluster whose API server was not asked, or could not be. */
export const unreadCluster = (
  cluster: string,
  server: string,
  reason: UnknownReason,
  message: string,
  now: () => Date,
): ClusterEvidence => {
  const unread = unknown(reason, message, { host: server, request: "GET" });
  return { cluster, collectedAt: now().toISOString(), facts: { "api.version": unread, "api.nodes": unread } };
};
