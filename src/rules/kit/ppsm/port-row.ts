import type { Source } from "../../../evidence/observed.ts";
import type { AddressClass, PortProtocol } from "../../../evidence/site.ts";
import type { Verdict } from "../../../findings/verdict.ts";

/** An address of the node by how far it reaches, or one of the cluster's own network (pods, cluster IPs). */
export type RowAddress = AddressClass | "pod";

/** One port that a source shows in use. */
export type ShownPort = {
  readonly direction: "in" | "out";
  readonly protocol: PortProtocol;
  readonly port: number;
  /** Undefined: the source does not say; it is that of the other sources, else any. */
  readonly address: RowAddress | undefined;
  /** What shows it: `socket`, `--secure-port`, `probe`, `service default/kubernetes`. */
  readonly from: string;
  readonly source: Source;
};

/** What the sources of one component show, and which of them could not be read: Not Reviewed, with the cause. */
export type Shown = { readonly ports: readonly ShownPort[]; readonly missing: readonly Verdict[] };

/** One row of the worksheet. */
export type PortRow = Omit<ShownPort, "address" | "from"> & {
  readonly address: RowAddress;
  readonly from: readonly string[];
};

/** What is shown of several things together. */
export const joinShown = (parts: readonly Shown[]): Shown => ({
  ports: parts.flatMap(({ ports }) => ports),
  missing: parts.flatMap(({ missing }) => missing),
});

const samePort = (a: Omit<ShownPort, "address">, b: Omit<ShownPort, "address">): boolean =>
  a.direction === b.direction && a.protocol === b.protocol && a.port === b.port;

/** Whose row a port belongs to: one on all addresses holds the same port on fewer; an unsaid address follows the rest. */
function addressesOf(port: ShownPort, all: readonly ShownPort[]): readonly RowAddress[] {
  const said = all.flatMap((other) => (samePort(other, port) && other.address !== undefined ? [other.address] : []));
  if (said.includes("any") || said.length === 0) return ["any"];
  return port.address === undefined ? said : [port.address];
}

const addressOrder: readonly RowAddress[] = ["any", "node-ip", "loopback", "pod"];

const orderOf = ({ direction, protocol, port, address }: PortRow): string =>
  [direction, String(port).padStart(5, "0"), protocol, addressOrder.indexOf(address)].join(" ");

/** The worksheet: every port once for each reach of its address, in the order of direction, port, protocol, reach. */
export function worksheet(shown: readonly ShownPort[]): readonly PortRow[] {
  const rows = new Map<string, PortRow>();
  for (const port of shown) {
    for (const address of addressesOf(port, shown)) {
      const row: PortRow = { ...port, address, from: [port.from] };
      const known = rows.get(orderOf(row));
      const from = [...new Set([...(known?.from ?? []), port.from])];
      rows.set(orderOf(row), { ...(known ?? row), from });
    }
  }
  return [...rows.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const reach: Readonly<Record<RowAddress, string>> = {
  any: "on any address",
  "node-ip": "on the node's addresses",
  loopback: "on loopback",
  pod: "on the cluster's own network",
};

/** A row for people: `6443/tcp on any address`, `2379/tcp out to loopback`. */
export const describeRow = ({ direction, protocol, port, address }: PortRow): string =>
  direction === "in" ? `${port}/${protocol} ${reach[address]}` : `${port}/${protocol} out to ${outward[address]}`;

const outward: Readonly<Record<RowAddress, string>> = {
  any: "any address",
  "node-ip": "addresses of nodes",
  loopback: "loopback",
  pod: "the cluster's own network",
};
