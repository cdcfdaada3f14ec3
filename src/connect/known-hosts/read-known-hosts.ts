import { readFile } from "node:fs/promises";
import { codeOf, whyUnreadable } from "../../error-code.ts";
import type { Host } from "../../inventory/inventory.ts";
import { nameInKnownHosts, ownDoor } from "../doors.ts";
import type { KnownHostsFile } from "./host-key.ts";
import { namesOf } from "./known-hosts.ts";
import { unhash } from "./known-hosts-index.ts";
import { parseKnownHosts } from "./known-hosts-line.ts";

/**
 * Reads the known_hosts files of these hosts, each once, and finds the lines of them and of their jump hosts. A file that
 * cannot be read stays in the answer: hosts that need it are refused.
 */
export async function readKnownHosts(hosts: Iterable<Host>): Promise<ReadonlyMap<string, KnownHostsFile>> {
  const names = new Map<string, string[]>();
  for (const host of hosts) {
    const others = names.get(host.ssh.knownHosts) ?? [];
    names.set(host.ssh.knownHosts, others);
    for (const door of [ownDoor(host), ...host.ssh.jumps]) {
      const { address, port } = nameInKnownHosts(door);
      others.push(...namesOf(address, port));
    }
  }
  const files = await Promise.all([...names.keys()].map(readOne));
  for (const file of files) if (file.state === "read") await unhash(file.lines, names.get(file.path) ?? []);
  return new Map(files.map((file) => [file.path, file]));
}

async function readOne(path: string): Promise<KnownHostsFile> {
  try {
    return { state: "read", path, lines: parseKnownHosts(await readFile(path, "utf8")) };
  } catch (error) {
    const isAbsent = codeOf(error) === "ENOENT";
    return { state: "unreadable", path, message: whyUnreadable(error), ...(isAbsent && { isAbsent }) };
  }
}
