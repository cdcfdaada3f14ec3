import { z } from "zod";
import type { ApiSession } from "../../connect/session.ts";
import type { ApiNamespace, ApiNode, ApiService, ClusterEvidence } from "../../evidence/cluster.ts";
import { type Observed, present, readAs, type UnknownReason, unknown } from "../../evidence/observed.ts";
import { unreadClusterFacts } from "../../evidence/unread.ts";
import { joinSlices, readService, readSlice } from "./services.ts";

const pageSize = 500;
// Far above what Kubernetes itself is made for: a server that never stops must not hold up the audit.
const pagesAtMost = 1000;

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
const namespaceSchema = z.object({
  metadata: z.object({ name: z.string(), labels: z.record(z.string(), z.string()).default({}) }),
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

const readNamespace = (item: unknown): ApiNamespace => {
  const { name, labels } = namespaceSchema.parse(item).metadata;
  return { name, labels };
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
  for (let pages = 0; pages === 0 || next !== ""; pages += 1) {
    if (pages >= pagesAtMost) {
      const message = `the list does not end after ${pagesAtMost} pages`;
      return unknown("withheld", message, { host: api.server, request: `GET ${path}` });
    }
    const query = `?limit=${pageSize}${next === "" ? "" : `&continue=${encodeURIComponent(next)}`}`;
    const page = await getOne(api, `${path}${query}`, (body) => {
      const list = listSchema.parse(body);
      return { items: list.items.map(read), next: list.metadata.continue };
    });
    if (page.state !== "present") return page;
    items.push(...page.value.items);
    next = page.value.next;
  }
  return present(items, { host: api.server, request: `GET ${path}` });
}

/** Services and where they lead; without their slices it would seem that they lead nowhere. */
async function getServices(api: ApiSession): Promise<Observed<readonly ApiService[]>> {
  const services = await getList(api, "/api/v1/services", readService);
  if (services.state !== "present") return services;
  const slices = await getList(api, "/apis/discovery.k8s.io/v1/endpointslices", readSlice);
  return slices.state === "present" ? present(joinSlices(services.value, slices.value), services.source) : slices;
}

/** Everything that the API server is asked. */
export async function collectCluster(api: ApiSession, cluster: string, now: () => Date): Promise<ClusterEvidence> {
  const [version, nodes, namespaces, services] = await Promise.all([
    getOne(api, "/version", (body) => versionSchema.parse(body).gitVersion),
    getList(api, "/api/v1/nodes", readNode),
    getList(api, "/api/v1/namespaces", readNamespace),
    getServices(api),
  ]);
  return {
    cluster,
    collectedAt: now().toISOString(),
    facts: { "api.version": version, "api.nodes": nodes, "api.namespaces": namespaces, "api.services": services },
  };
}

/** The evidence of a cluster whose API server was not asked, or could not be. */
export const unreadCluster = (
  cluster: string,
  server: string,
  reason: UnknownReason,
  message: string,
  now: () => Date,
): ClusterEvidence => ({
  cluster,
  collectedAt: now().toISOString(),
  facts: unreadClusterFacts(server, reason, message),
});
