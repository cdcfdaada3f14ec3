import type { Asked, Reply } from "./api-server.ts";
import { discovery } from "./recordings.ts";

/** JSON, with HTTP 200 unless said otherwise. */
export const json = (body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  body: JSON.stringify(body),
  headers,
});

/** An error as the API server says it. */
export const failure = (code: number, reason: string, headers: Readonly<Record<string, string>> = {}): Reply =>
  json(
    { kind: "Status", apiVersion: "v1", status: "Failure", reason, code, message: `${reason} happened` },
    code,
    headers,
  );

/** A page of a list. */
export const page = (items: readonly unknown[], more = "", left?: number): Reply =>
  json({
    kind: "List",
    metadata: { resourceVersion: "1", continue: more, ...(left === undefined ? {} : { remainingItemCount: left }) },
    items,
  });

export const node = (name: string) => ({
  metadata: { name, uid: "1", managedFields: [{ secret: "x" }] },
  spec: {},
  status: { nodeInfo: { kubeletVersion: "v1.36.2" }, conditions: [{ type: "Ready", status: "True" }] },
});
/** A node with an address and labels, as the API server lists it. */
export function listedNode(name: string, address: string, labels: Readonly<Record<string, string>> = {}) {
  const plain = node(name);
  const addresses = [{ type: "InternalIP", address }];
  return { ...plain, metadata: { ...plain.metadata, labels }, status: { ...plain.status, addresses } };
}
export const namespace = (name: string) => ({ metadata: { name } });

/** A cluster of these nodes, in good order, in which one may do everything. */
export const listing =
  (...nodes: readonly object[]) =>
  (asked: Asked): Reply => {
    if (asked.method === "POST") return json({ status: { allowed: true } }, 201);
    return asked.path === "/api/v1/nodes" ? page(nodes) : wellBehaved(asked);
  };

/** A small cluster in good order: one node and nothing else. */
export function wellBehaved({ path }: Asked): Reply {
  if (path === "/version") return json({ gitVersion: "v1.36.2" });
  if (path === "/api/v1/nodes") return page([node("cp1")]);
  return path in discovery ? json(discovery[path]) : page([]);
}
