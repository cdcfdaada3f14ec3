import { createHmac, randomBytes } from "node:crypto";
import { changeFile } from "./change-file.ts";
import { keyTypeOf } from "./known-hosts.ts";
import { type KnownHostsLine, parseKnownHosts } from "./known-hosts-line.ts";

/** A host key for known_hosts: `name` as the file is to have it, with its port where that is not 22. */
export type NewHostKey = { readonly name: string; readonly key: Buffer };

/**
 * Adds keys to a known_hosts file, behind what is there, which stays as it is byte for byte. `choose` is asked which, given
 * what the file says in the moment of writing. Names are hashed where the file has hashed ones.
 * @throws Error as node:fs has it where the file cannot be written; then nothing is.
 */
export function addKnownHosts(path: string, choose: (lines: readonly KnownHostsLine[]) => readonly NewHostKey[]): void {
  changeFile(path, (before) => {
    const lines = parseKnownHosts(before.toString("latin1"));
    const added = choose(lines);
    if (added.length === 0) return undefined;
    const isHashed = lines.some(({ hosts }) => hosts.startsWith("|"));
    const text = added.map(
      ({ name, key }) => `${isHashed ? hashed(name) : name} ${keyTypeOf(key)} ${key.toString("base64")}\n`,
    );
    const open = before.length > 0 && before.at(-1) !== 0x0a ? "\n" : "";
    return Buffer.concat([before, Buffer.from(open + text.join(""))]);
  });
}

/** As `ssh-keygen -H` writes names (hostfile.c, host_hash). */
function hashed(name: string): string {
  const salt = randomBytes(20);
  const hash = createHmac("sha1", salt).update(name).digest("base64");
  return `|1|${salt.toString("base64")}|${hash}`;
}
