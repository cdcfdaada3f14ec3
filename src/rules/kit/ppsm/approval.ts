import type { AddressClass, ApprovedPort } from "../../../evidence/site.ts";
import type { PortRow, RowAddress } from "./port-row.ts";

const width: Readonly<Record<AddressClass, number>> = { loopback: 0, "node-ip": 1, any: 2 };
/** The cluster's own network is no address of the node: only an entry for any address speaks of it. */
const needed: Readonly<Record<RowAddress, number>> = { ...width, pod: width.any };

/** Whether an entry approves a row: direction, protocol, port, and an address that reaches as far. */
export const covers = (entry: ApprovedPort, row: PortRow): boolean =>
  entry.direction === row.direction &&
  entry.protocol === row.protocol &&
  entry.first <= row.port &&
  row.port <= entry.last &&
  width[entry.address] >= needed[row.address];

/** An entry for people: `2379-2380/tcp any (CAL 12, etcd)`. */
export function describeEntry({
  first,
  last,
  protocol,
  address,
  direction,
  calReference,
  purpose,
}: ApprovedPort): string {
  const ports = first === last ? String(first) : `${first}-${last}`;
  const notes = [calReference, purpose].filter((note) => note !== undefined && note !== "").join(", ");
  return `${ports}/${protocol} ${direction}, ${address}${notes === "" ? "" : ` (${notes})`}`;
}
