import type { Coverage } from "../../findings/assessment.ts";
import { fipsLine } from "../offered-algorithms.ts";
import { visible } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { type WhichNodes, whichNodes } from "./which-nodes.ts";

type Connection = NonNullable<Coverage["nodes"][number]["connection"]>;

/** Nodes whose SSH connections were alike. */
type ConnectionView = {
  readonly which: WhichNodes;
  readonly client: string;
  readonly kex: string;
  readonly hostKey: string;
  readonly cipher: string;
  readonly mac: string;
  readonly trust: string;
  /** Nobody knew the key. */
  readonly unknown: boolean;
};

/** How the nodes were asked over SSH, and what was agreed on. */
export type ConnectionsView = {
  readonly rows: readonly ConnectionView[];
  /** What was on offer, where that was restricted. */
  readonly fips: string | null;
};

const trusts: Readonly<Record<NonNullable<Connection["hostKeyTrust"]>, string>> = {
  known: "in known_hosts",
  certificate: "certificate of a known authority",
  "accepted-new": "NOT KNOWN, believed (accept-new)",
};

/** The SSH connections for the page, those that are alike in one row; null where no node was asked over SSH. */
export function connectionsView(coverage: Coverage, configurations: Configurations): ConnectionsView | null {
  const groups = new Map<string, { readonly connection: Connection; readonly names: string[] }>();
  for (const { name, connection } of coverage.nodes) {
    if (connection === undefined) continue;
    const { hostKey: _, ...alike } = connection;
    const key = JSON.stringify(alike);
    const group = groups.get(key) ?? { connection, names: [] };
    group.names.push(name);
    groups.set(key, group);
  }
  if (groups.size === 0) return null;
  return {
    rows: [...groups.values()].map(({ connection, names }) => viewOf(connection, whichNodes(names, configurations))),
    fips: fipsLine(coverage) ?? null,
  };
}

function viewOf({ client, viaJump, algorithms, hostKeyTrust }: Connection, which: WhichNodes): ConnectionView {
  const word = (text: string | undefined): string => (text === undefined ? "not recorded" : visible(text));
  return {
    which,
    client: `${word(client)}${viaJump ? ", through a jump host" : ""}`,
    kex: word(algorithms?.kex),
    hostKey: word(algorithms?.hostKey),
    cipher: word(algorithms?.cipher),
    mac: word(algorithms?.mac),
    trust: hostKeyTrust === undefined ? "not recorded" : trusts[hostKeyTrust],
    unknown: hostKeyTrust === "accepted-new",
  };
}
