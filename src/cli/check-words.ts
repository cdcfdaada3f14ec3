import type { Knock } from "../connect/knock.ts";
import type { ApiNode } from "../evidence/cluster.ts";
import type { Observed } from "../evidence/observed.ts";
import type { Difference } from "../fleet/compare.ts";
import { visible } from "../reports/visible-text.ts";

const causes: Readonly<Record<string, string>> = {
  "host-key-unknown": "host key unknown",
  "host-key-changed": "HOST KEY CHANGED",
  "timed-out": "timed out",
  unparseable: "not an SSH server",
};

/** What came of knocking at a host. */
export function knockWords({ failure, hostKey = "", hostKeyTrust }: Knock): string {
  if (failure === undefined) {
    const how = hostKeyTrust === "accepted-new" ? "believed unseen" : "verified";
    return `reachable, host key ${how} (${hostKey})`;
  }
  const { cause, stage, message } = failure;
  // sshd turns us away like this where too many come at once (MaxStartups, PerSourcePenalties).
  const isMute = stage === "banner" && cause === "unreachable";
  const what = isMute ? "not an SSH server, or one that turns us away" : (causes[cause] ?? cause);
  const isOffered = cause.startsWith("host-key") && hostKey !== "" && !message.includes(hostKey);
  return visible(`${what}: ${message}${isOffered ? ` (it offers ${hostKey})` : ""}`);
}

/** In what an inventory and the API's nodes differ. */
export function differenceWords(difference: Difference): string {
  if (difference.kind === "not-in-api") return `${difference.host}: the API server lists no such node`;
  if (difference.kind === "role") {
    const { host, declared, expected } = difference;
    return `${host}: the inventory says ${declared}, the API server says ${expected.role} (${expected.shownBy})`;
  }
  const { node, role, remark } = difference;
  const words = `${node}: the API server lists this node (${role}), the inventory does not`;
  return visible(remark === undefined ? words : `${words}; ${remark}`);
}

/** How many hosts can be reached. */
export const hostsWords = (hosts: number, verified: number): string =>
  `${verified} of ${hosts} hosts reachable with a verified host key; no login was tried there`;

/** What came of comparing with the API. `isConfigured`: the inventory names an API server. */
export function apiWords(
  nodes: Observed<readonly ApiNode[]> | undefined,
  differences: number,
  isConfigured: boolean,
): string {
  if (nodes === undefined) {
    const why = isConfigured ? "as --no-api says" : "the inventory names none";
    return `API server not asked, ${why}: ports and host keys only`;
  }
  if (nodes.state !== "present") {
    return visible(`API server not read: ${nodes.state === "unknown" ? nodes.message : "it lists no nodes"}`);
  }
  const count =
    differences === 0 ? "no difference" : `${differences} ${differences === 1 ? "difference" : "differences"}`;
  return `${nodes.value.length} nodes of the API server ${nodes.source.host} compared: ${count}`;
}
