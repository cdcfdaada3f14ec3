import { isUtf8 } from "node:buffer";
import type { Environment, HostProcess } from "../../evidence/processes.ts";
import { processId } from "./process-id.ts";

/** A line of a process: what it tells, by its first letter, and the text behind it in bytes. */
type Field = { readonly kind: string; readonly text: Buffer };

// The reader's own mark: a line break within a name, an argument or a variable.
const withBreaks = (text: Buffer): string => text.toString("utf8").replaceAll("\u0001", "\n");

// A cgroup file has a line a hierarchy; the unified one (0::) is the node's own on every current system.
const unifiedPath = (lines: readonly string[]): string => {
  const unified = lines.find((line) => line.startsWith("0::")) ?? lines.at(-1) ?? "";
  return unified.split(":").slice(2).join(":");
};

// Anything but `read` (`-`: not asked for) says that no list of variables can be trusted.
function readEnvironment(state: string | undefined, variables: readonly string[]): Environment {
  const read = variables.map((variable) => /^(ETCD_[A-Z0-9_]*)=(.*)$/s.exec(variable));
  if (state !== "read" || read.includes(null)) return "unread";
  // Of a name that comes twice Go's programs take the first.
  return Object.fromEntries(read.map((match) => [match?.[1], match?.[2]]).toReversed());
}

function readProcess(head: string, fields: readonly Field[]): HostProcess {
  const [, pid = "", uid = "", network, files, variables] = head.split("|");
  const of = (kind: string): readonly Buffer[] => fields.filter((field) => field.kind === kind).map(({ text }) => text);
  const textsOf = (kind: string): readonly string[] => of(kind).map(withBreaks);
  const given = of("a");
  return {
    pid: processId(pid),
    uid: processId(uid),
    comm: textsOf("c").join("").trimEnd(),
    exe: textsOf("e")
      .join("")
      .replace(/ \(deleted\)$/, ""),
    cgroup: unifiedPath(textsOf("g")),
    argv: given.map(withBreaks),
    ...(given.every((argument) => isUtf8(argument)) ? {} : { isGarbled: true }),
    hostNetwork: network !== "other",
    hostFiles: files === "host",
    env: readEnvironment(variables, textsOf("v")),
  };
}

/** A head `p|pid|uid|network|files|variables`, then its lines: name (c), program (e), cgroups (g), arguments (a), variables (v). */
function readAll(lines: readonly string[]): readonly HostProcess[] {
  const processes: HostProcess[] = [];
  for (let at = 0; at < lines.length; ) {
    const head = lines[at] ?? "";
    if (!/^p(\|[^|]*){5}$/.test(head)) throw new Error(`not a process line: ${JSON.stringify(head.slice(0, 80))}`);
    const begin = at + 1;
    for (at = begin; /^[cegav]\|/.test(lines[at] ?? ""); ) at += 1;
    const kinds = lines
      .slice(begin, at)
      .map((line) => line.slice(0, 1))
      .join("");
    if (!/^ceg*a*v*$/.test(kinds)) throw new Error(`not a process line: ${JSON.stringify(head.slice(0, 80))}`);
    const fields = lines
      .slice(begin, at)
      .map((line) => ({ kind: line.slice(0, 1), text: Buffer.from(line.slice(2), "latin1") }));
    processes.push(readProcess(head, fields));
  }
  return processes;
}

/**
 * The processes of interest, by process id.
 * @throws Error where the node could not show all its processes: an incomplete list proves no absence.
 */
export function parseProcesses(payload: Buffer): readonly HostProcess[] {
  // By bytes: what a process is given need not be UTF-8.
  const [head = "", ...lines] = payload.toString("latin1").split("\n");
  if (head !== "complete|yes")
    throw new Error(`the process list is not complete: ${head.split("|").slice(2).join("|")}`);
  if (lines.at(-1) === "") lines.pop();
  return readAll(lines).toSorted((a, b) => a.pid - b.pid);
}
