import { readFile } from "node:fs/promises";
import type { KnownHostsFile } from "./host-key.ts";
import { parseKnownHosts } from "./known-hosts.ts";

/** Reads known_hosts files, each once. A file that cannot be read stays in the answer: hosts that need it are refused. */
export async function readKnownHosts(paths: Iterable<string>): Promise<ReadonlyMap<string, KnownHostsFile>> {
  const files = await Promise.all([...new Set(paths)].map(readOne));
  return new Map(files.map((file) => [file.path, file]));
}

async function readOne(path: string): Promise<KnownHostsFile> {
  try {
    return { state: "read", path, lines: parseKnownHosts(await readFile(path, "utf8")) };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT") return { state: "unreadable", path, message: "no such file", isAbsent: true };
    return { state: "unreadable", path, message: String(code ?? error) };
  }
}
