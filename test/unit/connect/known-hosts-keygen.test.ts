import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nameOf } from "../../../src/connect/known-hosts/known-hosts.ts";
import { linesFor } from "../../../src/connect/known-hosts/known-hosts-index.ts";
import { parseKnownHosts } from "../../../src/connect/known-hosts/known-hosts-line.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import { ed25519Key } from "./ed25519-key.ts";

const folder = mkdtempSync(join(tmpdir(), "known-hosts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "known_hosts");

const blob = (last: number): string => ed25519Key(last).toString("base64");

const hosts = [
  "node1",
  "Node1,10.0.0.1",
  "[node1]:2222",
  "node?",
  "node*,!node2",
  "!node1,*",
  "*.example.org",
  "[*.example.org]:2222",
  "::1",
  "[::1]:22",
  "[::1]:2222",
  "fd00::*",
  "FD00::A",
  "a.Example.org",
  "node1,",
  ",node1",
  "**",
  "node.",
  "10.0.0.?,!10.0.0.2",
];
const forms: readonly ((host: string, key: string) => string)[] = [
  (host, key) => `${host} ssh-ed25519 ${key}`,
  (host, key) => `${host}\tssh-ed25519\t${key}\ta comment # more`,
  (host, key) => `   ${host}  ssh-ed25519  ${key}\r`,
  (host, key) => `@revoked ${host} ssh-ed25519 ${key}`,
  (host, key) => `@cert-authority\t${host}\tssh-ed25519\t${key}`,
  (host, key) => `\t@revoked \t${host} ssh-ed25519 ${key} c`,
  (host, key) => `#${host} ssh-ed25519 ${key}`,
  (host, key) => `@unknown ${host} ssh-ed25519 ${key}`,
  (host, key) => `@revoked @cert-authority ${host} ssh-ed25519 ${key}`,
  (host) => `${host} ssh-ed25519`,
  (host) => host,
  () => "",
];
const names: readonly (readonly [address: string, port: number])[] = [
  ["node1", 22],
  ["NODE1", 22],
  ["node2", 22],
  ["node1", 2222],
  ["10.0.0.1", 22],
  ["10.0.0.2", 22],
  ["a.example.org", 22],
  ["a.example.org", 2222],
  ["example.org", 22],
  ["::1", 22],
  ["::1", 2222],
  ["fd00::a", 22],
  ["node.", 22],
  ["other", 22],
];

/** The numbers of the lines that ssh-keygen finds. */
function foundBySshKeygen(name: string): readonly number[] {
  const { stdout } = spawnSync("ssh-keygen", ["-F", name, "-f", file], { encoding: "utf8" });
  return [...stdout.matchAll(/^# Host .* found: line (\d+)/gm)].map(([, line]) => Number(line));
}

describe.skipIf(!requireTools("known_hosts beside ssh-keygen", [{ command: "ssh-keygen", package: "openssh-client" }]))(
  "known_hosts, as ssh-keygen -F reads it",
  () => {
    const content = forms.flatMap((form, index) => hosts.map((host) => form(host, blob(index)))).join("\n");

    it.each(names)("says the same of %s port %i", (address, port) => {
      writeFileSync(file, `${content}\n`);
      const lines = parseKnownHosts(readFileSync(file, "utf8"));
      const name = nameOf(address, port);
      const found = foundBySshKeygen(name);
      expect(linesFor(lines, name).map(({ line }) => line)).toEqual(found);
    });

    // ssh looks for a blank first, takes all before it for the marker, and skips the line.
    it("heeds a marker with a tab where blanks follow, which ssh does not", () => {
      const lines = parseKnownHosts(`@revoked\tnode ssh-ed25519 ${blob(1)}\n`);
      expect(lines).toMatchObject([{ marker: "revoked", hosts: "node" }]);
    });

    it("says the same of hashed names", () => {
      const plain = names.map(([address, port], index) => `${nameOf(address, port)} ssh-ed25519 ${blob(index)}\n`);
      writeFileSync(file, plain.join(""));
      execFileSync("ssh-keygen", ["-q", "-H", "-f", file], { stdio: "ignore" });
      expect(readFileSync(file, "utf8")).toMatch(/^(\|1\|\S+ \S+ \S+\n)+$/);
      const lines = parseKnownHosts(readFileSync(file, "utf8"));
      for (const [address, port] of names) {
        const name = nameOf(address, port);
        const found = foundBySshKeygen(name);
        expect(found).not.toEqual([]);
        expect(linesFor(lines, name).map(({ line }) => line)).toEqual(found);
      }
    });
  },
);
