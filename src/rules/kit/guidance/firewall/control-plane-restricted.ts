import type { NodeFact, ObservedFacts } from "../../../../evidence/node.ts";
import type { PacketFilter } from "../../../../evidence/packet-filter.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../../findings/verdict.ts";
import { type Condition, condition, saying } from "../../../define-rule.ts";
import { filtersNothing, mayFilterByPlugin, publicAddressesOf } from "./no-filter.ts";
import {
  isPublished,
  leadingToApiServer,
  ofApiServer,
  reachable,
  reachableRows,
  serviceRows,
  unseenRow,
} from "./reachable-ports.ts";
import { wayRows, waysTo } from "./restricting-chains.ts";

const facts = [
  "host.listeners",
  "host.packet-filter",
  "host.cni",
  "api.services",
] as const satisfies readonly NodeFact[];
type Facts = Pick<ObservedFacts, (typeof facts)[number]>;

const unread = (rows: readonly Seen[]): Verdict =>
  notReviewed(
    "What filters the way to these ports (nftables, iptables, security groups) was not read: whether each can be reached " +
      "from where it must be, and from nowhere else, is for a person.",
    rows,
  );

/** What can be reached, what leads there, and what of both was not seen. */
function worksheet({ "host.listeners": listeners, "host.packet-filter": filter, "api.services": services }: Facts) {
  return [
    ...reachableRows(reachable(listeners), listeners),
    ...unseenRow("listening sockets", listeners),
    ...unseenRow("packet filters of the node", filter),
    ...serviceRows(leadingToApiServer(services), services),
    ...unseenRow("Services that lead to the API server", services),
  ];
}

/** The API server on a public address with nothing before it that netfilter has. */
function openToAll(facts: Facts, filter: PacketFilter): Verdict | undefined {
  const { "host.listeners": listeners, "host.cni": cni, "host.packet-filter": fact } = facts;
  const addresses = ofApiServer(reachable(listeners)).flatMap((socket) => publicAddressesOf(socket, filter));
  if (addresses.length === 0 || !filtersNothing(filter) || mayFilterByPlugin(cni)) return undefined;
  return open("The API server listens on a public address of the node, and the node filters no packets.", [
    ...worksheet(facts),
    ...[...new Set(addresses)].map(
      (value): Seen => ({ what: "public address of the API server", value, source: fact.source, isOwn: true }),
    ),
  ]);
}

function judge(facts: Facts): Verdict {
  const { "host.listeners": listeners, "host.packet-filter": fact, "api.services": services } = facts;
  const rows = worksheet(facts);
  const sockets = reachable(listeners);
  if (fact.state !== "present" || sockets.length === 0) return unread(rows);
  const finding = openToAll(facts, fact.value);
  if (finding !== undefined) return finding;
  const legacy = fact.value.legacyTables.map(
    (value): Seen => ({ what: "table of iptables that was not read", value, source: fact.source }),
  );
  const ways = waysTo(sockets, fact.value);
  const seen = [...rows, ...wayRows(ways, fact.source), ...legacy];
  const unproved = sockets.some(({ protocol }) => protocol !== "tcp") || ways.some(({ isRestricted }) => !isRestricted);
  if (unproved) {
    return notReviewed(
      "The node's own rules do not prove that only named sources reach each of these ports: whether something in front of " +
        "the node does (security groups, a network firewall) is for a person.",
      seen,
    );
  }
  const hasApiServer = ofApiServer(sockets).length > 0 || sockets.some(({ port }) => port === 6443);
  if (hasApiServer && services.state !== "present") {
    return notReviewed(
      "The node admits named sources only, but whether a Service publishes the API server was not seen.",
      seen,
    );
  }
  return hasApiServer && leadingToApiServer(services).some(isPublished)
    ? notReviewed(
        "The node admits named sources only, but a Service publishes the API server past its rules: who reaches that is " +
          "for a person.",
        seen,
      )
    : notAFinding("The node's own rules let named sources only reach the ports of its control plane.", seen);
}

/** That only named sources reach a control plane's ports, as far as the node's own rules show it. */
export const namedSourcesOnly: Condition = saying(
  "the node's own rules admit named sources only to every port of the control plane that is not on loopback",
  condition([], judge, facts),
);
