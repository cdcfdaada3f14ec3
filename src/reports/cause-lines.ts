import { apiCauses } from "../causes/api-causes.ts";
import { type Explanation, explain } from "../causes/explanation.ts";
import { hostCauses } from "../causes/host-causes.ts";
import type { Coverage } from "../findings/assessment.ts";
import { unreadCause, unreadNodes } from "./coverage.ts";

/** The most frequent causes have a line each. */
const mostCauses = 5;

/**
 * Why nodes or the API server were not read: what happened and what to do, a line for each cause, the one with the most
 * nodes first.
 */
export function causeLines(coverage: Coverage): readonly string[] {
  const byCause = new Map<string, number>();
  for (const node of unreadNodes(coverage)) {
    const cause = unreadCause(node);
    byCause.set(cause, (byCause.get(cause) ?? 0) + 1);
  }
  const nodes = [...byCause]
    .toSorted(([, some], [, others]) => others - some)
    .map(([cause, count]) => line(`${count} ${count === 1 ? "node" : "nodes"}`, explain(cause, hostCauses)));
  const { state, cause = "" } = coverage.api;
  const api = state === "unread" ? [line("API server", explain(cause, apiCauses))] : [];
  const more = nodes.length - mostCauses;
  return [...nodes.slice(0, mostCauses), ...(more > 0 ? [`and ${more} other causes, in the report`] : []), ...api];
}

const line = (what: string, { name, happened, todo }: Explanation): string => `${what}, ${name}: ${happened} ${todo}`;
