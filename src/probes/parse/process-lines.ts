import { isUtf8 } from "node:buffer";
import type { Environment, HostProcess } from "../../evidence/processes.ts";
import { bytesOf, textOf } from "./base64-field.ts";
import { processId } from "./process-id.ts";

type Arguments = Pick<HostProcess, "argv" | "isGarbled">;

/** The kernel ends every argument with NUL: the last one is not the start of another. A kernel thread has none. */
function readArguments(text: string): Arguments {
  const bytes = bytesOf(text);
  const argv = bytes.length === 0 ? [] : bytes.toString("utf8").replace(/\0$/, "").split("\0");
  return isUtf8(bytes) ? { argv } : { argv, isGarbled: true };
}

// A cgroup file has a line a hierarchy; the unified one (0::) is the node's own on every current system.
const unifiedPath = (text: string): string => {
  const lines = text.split("\n").filter((line) => line !== "");
  const unified = lines.find((line) => line.startsWith("0::")) ?? lines.at(-1) ?? "";
  return unified.split(":").slice(2).join(":");
};

// `-`: not asked for. Anything that is no variable says that reading them failed: no list without it can be trusted.
function readEnvironment(field: string | undefined): Environment {
  if (field === undefined || field === "-") return "unread";
  const text = textOf(field).replace(/\0$/, "");
  const read = (text === "" ? [] : text.split("\0")).map((variable) => /^(ETCD_[A-Z0-9_]*)=(.*)$/s.exec(variable));
  if (read.includes(null)) return "unread";
  // Of a name that comes twice Go's programs take the first.
  return Object.fromEntries(read.map((match) => [match?.[1], match?.[2]]).toReversed());
}

function readProcess(text: string): HostProcess {
  const [kind, pid, uid, network, comm = "", exe = "", cgroup = "", cmdline, files, env] = text.split("|");
  if (kind !== "p" || cmdline === undefined)
    throw new Error(`not a process line: ${JSON.stringify(text.slice(0, 80))}`);
  return {
    pid: processId(pid ?? ""),
    uid: processId(uid ?? ""),
    comm: textOf(comm).trimEnd(),
    exe: textOf(exe)
      .trimEnd()
      .replace(/ \(deleted\)$/, ""),
    cgroup: unifiedPath(textOf(cgroup)),
    ...readArguments(cmdline),
    hostNetwork: network !== "other",
    hostFiles: files === "host",
    env: readEnvironment(env),
  };
}

/**
 * The processes of interest.
 * @throws Error where the node could not show all its processes: an incomplete list proves no absence.
 */
export function parseProcesses(payload: Buffer): readonly HostProcess[] {
  const [head = "", ...lines] = payload.toString("latin1").split("\n");
  if (head !== "complete|yes")
    throw new Error(`the process list is not complete: ${head.split("|").slice(2).join("|")}`);
  return lines.filter((text) => text !== "").map(readProcess);
}
