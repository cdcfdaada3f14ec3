import type { DescribedProcess, NodeDescription } from "./node-description.ts";

/** The bytes of an address; IPv6 as descriptions write it, in full or with one `::`. */
function bytesOf(address: string): Buffer {
  if (address.includes(".")) return Buffer.from(address.split(".").map(Number));
  const [before = "", after = ""] = address.split("::");
  const groups = (text: string): readonly string[] => text.split(":").filter((group) => group !== "");
  const [head, tail] = [groups(before), groups(after)];
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return Buffer.from([...head, ...zeros, ...tail].map((group) => group.padStart(4, "0")).join(""), "hex");
}

/** Sockets as the reader prints them on a little-endian node: `tcp ADDRESS:PORT PROGRAM` in the description. */
export function socketLines(node: NodeDescription, pidOf: (index: number) => number): string {
  const programOf = ({ exe, argv }: DescribedProcess): string => exe ?? argv[0] ?? "";
  const lines = node.sockets.flatMap((text, index) => {
    const [protocol = "", local = "", program = ""] = text.split(" ");
    const [, address = "", port = ""] = /^(.*):(\d+)$/.exec(local) ?? [];
    const bytes = bytesOf(address);
    const table = bytes.length === 4 ? protocol : `${protocol}6`;
    const hex = bytes.swap32().toString("hex").toUpperCase();
    const inode = 1000 + index;
    const isHolder = (process: DescribedProcess) =>
      process.comm === program || programOf(process).endsWith(`/${program}`);
    const found = node.processes.findIndex(isHolder);
    const holder = node.processes[found];
    const pid = holder === undefined ? 90_000 + index : pidOf(found);
    const exe = holder === undefined ? `/usr/bin/${program}` : programOf(holder);
    return [
      `s|${table}|${hex}:${Number(port).toString(16).toUpperCase().padStart(4, "0")}|${inode}`,
      `h|${pid}|${inode}`,
      `x|${pid}|${exe}`,
    ];
  });
  const seen = node.processes.map((_, index) => `f|${pidOf(index)}`);
  return ["complete|yes", "b|little", ...seen, ...lines, ""].join("\n");
}
