import type { AddressClass, ApprovedPort, PortsList } from "../../../evidence/site.ts";
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

/** Why a list approves nothing; undefined where it does. `today`: when the evidence was collected, ISO 8601. */
export function whyInvalid(list: PortsList, today: string): string | undefined {
  const unnamed = (["document", "approvedBy", "date"] as const).filter((key) => (list[key] ?? "").trim() === "");
  if (unnamed.length > 0) return `it names no ${unnamed.join(", no ")}`;
  if (list.expires === undefined) return undefined;
  const [expires, now] = [list.expires, today].map((time) => /^\d{4}-\d{2}-\d{2}/.exec(time)?.[0]);
  if (expires === undefined || now === undefined) return "whether it has expired is not known";
  return now > expires ? `it expired on ${expires}` : undefined;
}

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

/** The list as a whole, for people. */
export const describeList = ({ document, version, approvedBy, date, expires }: PortsList): string =>
  [
    document ?? "no document named",
    ...(version === undefined ? [] : [`version ${version}`]),
    `approved by ${approvedBy ?? "nobody named"}`,
    date ?? "no date",
    ...(expires === undefined ? [] : [`expires ${expires}`]),
  ].join(", ");
