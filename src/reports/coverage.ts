import type { Coverage, CoveredNode } from "../findings/assessment.ts";
import { firstOf } from "./first-of.ts";
import { visible } from "./visible-text.ts";

/** `3 of 6 nodes read`, `3 of 6 nodes read (1 by console)`. */
export function nodesReadLine(coverage: Coverage): string {
  const read = coverage.nodes.filter((node) => node.state === "read");
  const swept = read.filter((node) => node.console !== undefined).length;
  const total = coverage.nodes.length;
  const how = swept === 0 ? "" : ` (${swept} by console)`;
  return `${read.length} of ${total} ${total === 1 ? "node" : "nodes"} read${how}`;
}

/** How a node was read: `read`, or `read by console: w3.sweep of 2026-11-21T06:00:00Z, SHA-256 …`. */
export function howRead({ console }: CoveredNode): string {
  if (console === undefined) return "read";
  return visible(`read by console: ${console.file} of ${console.takenAt}, SHA-256 ${console.sha256}`);
}

/** Nodes that were not read, in the assessment's order. */
export const unreadNodes = (coverage: Coverage): readonly CoveredNode[] =>
  coverage.nodes.filter((node) => node.state !== "read");

/** Why a node was not read, as the tables of causes call it; empty where nobody knows. */
export const unreadCause = ({ state, cause = "" }: CoveredNode): string =>
  state === "not-in-inventory" ? state : cause;

/** Why a node was not read, in a word or two; the message that came with it is not part of this. */
export const whyUnread = (node: CoveredNode): string =>
  node.state === "not-in-inventory" ? "not in the inventory" : visible(node.cause ?? "cause unknown");

/** `3 of 6 nodes read; unread: w3 (refused), w9 (not in the inventory)`. */
export function coverageLine(coverage: Coverage): string {
  const unread = unreadNodes(coverage).map((node) => `${visible(node.name)} (${whyUnread(node)})`);
  return unread.length === 0 ? nodesReadLine(coverage) : `${nodesReadLine(coverage)}; unread: ${unread.join(", ")}`;
}

/** What became of the API server, in one clause. */
export function apiLine({ api }: Coverage): string {
  const server = api.server === undefined ? "" : ` ${visible(api.server)}`;
  const version = api.version === undefined ? "" : ` (${visible(api.version)})`;
  const tls = api.unverifiedTls ? `; ${unverified}` : "";
  const unread = unreadClause(api.unread ?? []);
  const way = wayClause(api.via);
  if (api.state === "read") return `API server${server} read${version}${way}${tls}`;
  if (api.state === "partly-read") return `API server${server} read in part${version}${way}${unread}${tls}`;
  if (api.state === "not-configured") return "API server not asked: the inventory gives no access to it";
  const why = [api.cause, api.message].flatMap((part) => (part === undefined || part === "" ? [] : [visible(part)]));
  return `API server${server} not read${way}: ${why.length > 0 ? why.join(": ") : "cause unknown"}${unread}${tls}`;
}

/** ` through cp-1, with its /etc/kubernetes/admin.conf`. */
function wayClause(via: Coverage["api"]["via"]): string {
  if (via === undefined) return "";
  const { host, kubeconfigOnNode } = via;
  return ` through ${visible(host)}${kubeconfigOnNode === undefined ? "" : `, with its ${visible(kubeconfigOnNode)}`}`;
}

/** So many are named in one clause; all of them are in assessment.json. */
const mostNamed = 10;

const unreadClause = (unread: readonly UnreadQuestion[]): string =>
  unread.length === 0
    ? ""
    : `; not read: ${firstOf(
        unread.map((question) => visible(unansweredLine(question))),
        mostNamed,
      )}`;

type UnreadQuestion = Pick<NonNullable<Coverage["api"]["unread"]>[number], "request" | "cause" | "message">;

/** `GET /api/v1/pods (permission-denied: list pods: forbidden)`: what the API server was asked, and why it did not answer. */
export function unansweredLine({ request, cause, message }: UnreadQuestion): string {
  const said = message.replace(`${request}: `, "");
  return `${request} (${said === "" ? cause : `${cause}: ${said}`})`;
}

const unverified =
  "its certificate was NOT VERIFIED, as the inventory says (insecureSkipTLSVerify): it may be another server";
