import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { readerSha256, readerSource } from "../../../src/connect/reader.ts";
import { plimsollAt } from "../../support/plimsoll-here.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-reader-command-"));

const reader = (...args: readonly string[]) => plimsollAt({ workingDirectory: folder }, "reader", ...args);

describe("plimsoll reader", () => {
  it("prints the program as it is, and its digest", async () => {
    expect(await reader()).toEqual({
      status: exitCodes.clean,
      printed: readerSource.replace(/\n$/, ""),
      talked: `SHA-256 ${readerSha256}\n`,
    });
    expect(await reader("--sha256")).toEqual({ status: exitCodes.clean, printed: readerSha256, talked: "" });
  });

  it("has the digest that --version says beside plimsoll's own version", async () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, "../../../package.json"), "utf8"));
    expect(await plimsollAt({}, "--version")).toMatchObject({
      status: exitCodes.clean,
      printed: `plimsoll ${version}, reader sha256:${(await reader("--sha256")).printed}`,
    });
  });

  it("prints what an administrator needs, for a user and a key", async () => {
    const key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA auditor@desk";
    writeFileSync(join(folder, "id.pub"), `${key}\n`);
    const { printed } = await reader("--install", "--user", "stig-audit", "--public-key", "id.pub");
    const lines = printed.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(lines).toEqual([
      `echo "${readerSha256}  plimsoll-reader" | sha256sum -c -`,
      "install -o root -g root -m 0755 plimsoll-reader /usr/local/sbin/plimsoll-reader",
      `stig-audit ALL=(root) NOPASSWD: sha256:${readerSha256} /usr/local/sbin/plimsoll-reader ""`,
      `restrict,command="sudo -n /usr/local/sbin/plimsoll-reader" ${key}`,
    ]);
    expect((await reader("--install")).printed).toContain("audit ALL=(root) NOPASSWD: sha256:");
  });

  it.each([
    ["a user that sudoers reads otherwise", ["--install", "--user", "ALL, root"], /--user must be a login name/],
    ["a user that means everybody", ["--install", "--user", "ALL"], /--user must be a login name/],
    ["a private key", ["--install", "--public-key", "private"], /^plimsoll: private is no public key/],
    ["two keys", ["--install", "--public-key", "two.pub"], /two\.pub is no public key/],
    ["a key with options", ["--install", "--public-key", "options.pub"], /options\.pub is no public key/],
    ["no file", ["--install", "--public-key", "none"], /none cannot be read: there is no such file/],
    ["a user without --install", ["--user", "audit"], /are for --install/],
    ["two wishes", ["--install", "--sha256"], /give one/],
  ] as const)("refuses %s", async (_, args, sentence) => {
    writeFileSync(join(folder, "private"), "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n");
    writeFileSync(join(folder, "two.pub"), "ssh-ed25519 AAAA\nssh-ed25519 BBBB\n");
    writeFileSync(join(folder, "options.pub"), 'command="id" ssh-ed25519 AAAA\n');
    const { status, printed, talked } = await reader(...args);
    expect({ status, printed }).toEqual({ status: exitCodes.usage, printed: "" });
    expect(talked).toMatch(sentence);
    expect(talked).not.toContain("b3BlbnNz");
  });
});
