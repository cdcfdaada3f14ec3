import type { Listener } from "../../evidence/listeners.ts";
import { ipv6Text } from "./ipv6-text.ts";
import { processId } from "./process-id.ts";

/** A socket that takes from anyone, as the kernel's table has it. */
type OpenSocket = Pick<Listener, "protocol" | "address" | "port"> & { readonly inode: string };

/** Open sockets of the node's network namespace, and who holds them. */
export type SocketTable = {
  readonly sockets: readonly OpenSocket[];
  /** The processes that hold a socket, by its inode. */
  readonly holders: ReadonlyMap<string, readonly number[]>;
  /** Executables of the holders, by process. */
  readonly programs: ReadonlyMap<number, string>;
  /** Processes whose open files were seen: of no other process is it known what it holds. */
  readonly readable: ReadonlySet<number>;
};

function isLittleEndian(order: string | undefined): boolean {
  if (order !== "little" && order !== "big") throw new Error("the node's byte order is not known");
  return order === "little";
}

const dotted = (bytes: Buffer): string => [...bytes].join(".");

/** An address of /proc/net/{tcp,udp}{,6}: 32-bit words in the node's byte order, in hexadecimal. */
function addressOf(text: string, littleEndian: boolean): string {
  const bytes = Buffer.from(text, "hex");
  if (bytes.length !== text.length / 2 || (bytes.length !== 4 && bytes.length !== 16)) {
    throw new Error(`not an address: ${JSON.stringify(text.slice(0, 40))}`);
  }
  if (littleEndian) bytes.swap32();
  return bytes.length === 4 ? dotted(bytes) : ipv6Text(bytes);
}

const readSocket = (words: readonly string[], littleEndian: boolean): OpenSocket => {
  const [table = "", local = "", inode = ""] = words;
  const [, address = "", port = ""] = /^([0-9A-F]+):([0-9A-F]{4})$/.exec(local) ?? [];
  if (!/^(tcp|udp)6?$/.test(table) || port === "" || !/^\d+$/.test(inode)) {
    throw new Error(`not a socket: ${JSON.stringify(words.join("|").slice(0, 80))}`);
  }
  const protocol = table.startsWith("tcp") ? "tcp" : "udp";
  return { protocol, address: addressOf(address, littleEndian), port: Number.parseInt(port, 16), inode };
};

const programOf = (path: readonly string[]): string =>
  Buffer.from(path.join("|"), "latin1")
    .toString("utf8")
    .replace(/ \(deleted\)$/, "");

// A node has some hundreds; each socket is told once for every process that holds it.
const pairsAtMost = 100_000;

function holdersOf(records: readonly (readonly string[])[]): ReadonlyMap<string, readonly number[]> {
  const holders = new Map<string, number[]>();
  for (const [pid = "", inode = ""] of records) {
    const known = holders.get(inode);
    if (known === undefined) holders.set(inode, [processId(pid)]);
    else known.push(processId(pid));
  }
  return holders;
}

// The byte order, sockets, processes whose open files were seen, who holds which socket, executables.
const kinds = ["b", "s", "f", "h", "x"] as const;

/**
 * The listening sockets of a node.
 * @throws Error where the node could not show all of them and all holders: an incomplete list proves no absence.
 */
export function parseSockets(payload: Buffer): SocketTable {
  const [head = "", ...lines] = payload.toString("latin1").split("\n");
  if (head !== "complete|yes")
    throw new Error(`the list of sockets is not complete: ${head.split("|").slice(2).join("|")}`);
  const records = new Map(kinds.map((kind): [string, string[][]] => [kind, []]));
  for (const line of lines) {
    if (line === "") continue;
    const words = line.split("|");
    const ofKind = records.get(words.shift() ?? "");
    if (ofKind === undefined) throw new Error("not a list of sockets");
    ofKind.push(words);
  }
  const of = (kind: (typeof kinds)[number]): readonly (readonly string[])[] => records.get(kind) ?? [];
  const littleEndian = isLittleEndian(of("b")[0]?.[0]);
  const sockets = of("s").map((words) => readSocket(words, littleEndian));
  const holders = holdersOf(of("h"));
  const pairs = sockets.reduce((sum, { inode }) => sum + (holders.get(inode)?.length ?? 1), 0);
  if (pairs > pairsAtMost) throw new Error(`more than ${pairsAtMost} sockets and processes that hold them`);
  return {
    sockets,
    holders,
    programs: new Map(of("x").map(([pid = "", ...program]) => [processId(pid), programOf(program)])),
    readable: new Set(of("f").map(([pid = ""]) => processId(pid))),
  };
}
