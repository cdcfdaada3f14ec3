import pLimit from "p-limit";
import type { ApiAnswer, ApiSession } from "../../connect/session.ts";
import type { ApiNode } from "../../evidence/cluster.ts";
import type { KubeletInForce, KubeletOfNode } from "../../evidence/kubelet-in-force.ts";
import { type Observed, present, type Source, type Unknown, unknown } from "../../evidence/observed.ts";
import { configzRequest, rightOf } from "./api-requests.ts";
import { readConfigz } from "./read-configz.ts";
import { understood } from "./read-list.ts";

/** Kubelets that are asked at once: 5,000 of them that answer within 20 ms take ten seconds. */
const concurrency = 10;
/** Milliseconds for a kubelet's answer. The API server itself waits for one without end. */
const longest = 5000;

// It becomes part of a path.
const nodeName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;

const sourceOf = (api: ApiSession, path: string): Source => ({ host: api.server, request: `GET ${path}` });

/** What is known of the kubelets' settings where the inventory does not ask for them. */
export const withoutConfigz = (api: ApiSession): Unknown =>
  unknown("not-collected", "the inventory does not ask for it", sourceOf(api, configzRequest.path));

const ask = (api: ApiSession, path: string): Promise<ApiAnswer> => api.get(path, { onceWithin: longest });

/** Refused by the API server, which says so in its own words, and not by a kubelet behind it. */
const isForbidden = (answer: ApiAnswer): boolean =>
  answer.state === "failed" && answer.status === 403 && answer.reason === "Forbidden";

function inForce(answer: ApiAnswer, source: Source): Observed<KubeletInForce> {
  if (answer.state === "failed") return unknown(answer.cause, answer.message, source);
  return understood(source, () => readConfigz(answer.body));
}

async function askNode(
  api: ApiSession,
  node: string,
): Promise<{ readonly of: KubeletOfNode; readonly forbidden: boolean }> {
  const path = configzRequest.path.replace("NODE", encodeURIComponent(node));
  if (!nodeName.test(node)) {
    const refused = unknown("unparseable", "its name is none that the API gives to nodes", sourceOf(api, path));
    return { of: { node, inForce: refused }, forbidden: false };
  }
  const answer = await ask(api, path);
  return { of: { node, inForce: inForce(answer, sourceOf(api, path)) }, forbidden: isForbidden(answer) };
}

/**
 * What each node's kubelet says is in force. The first node is asked alone: where the right is missing, nobody else is
 * asked. Whatever else is the matter with one kubelet is that node's own.
 */
export async function getConfigz(
  api: ApiSession,
  nodes: Observed<readonly ApiNode[]>,
): Promise<Observed<readonly KubeletOfNode[]>> {
  if (nodes.state !== "present") return nodes;
  const [first, ...others] = nodes.value.map(({ name }) => name);
  const source = sourceOf(api, configzRequest.path);
  if (first === undefined) return present([], source);
  const one = await askNode(api, first);
  if (one.forbidden) return unknown("permission-denied", `${rightOf(configzRequest)}: forbidden`, source);
  const limit = pLimit(concurrency);
  const rest = await Promise.all(others.map((name) => limit(() => askNode(api, name))));
  return present(
    [one, ...rest].map(({ of }) => of),
    source,
  );
}
