import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadIdentities } from "../../../src/cli/access/load-identities.ts";
import { givenLoginSecrets } from "../../../src/cli/access/login-secrets.ts";
import type { AskTerminal } from "../../../src/cli/terminal/terminal.ts";
import { UsageError } from "../../../src/cli/usage-error.ts";
import { requireTools } from "../../support/lab-requirements.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-secrets-"));
const path = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function secretFile(name: string, content: string, mode = 0o600): string {
  writeFileSync(path(name), content, { mode });
  chmodSync(path(name), mode);
  return name;
}

describe("the secrets of logins", () => {
  const given = (flags: object, environment: Readonly<Record<string, string>> = {}) =>
    givenLoginSecrets(flags, { environment, workingDirectory: folder });

  it("come from files before the environment, and from neither where neither is there", async () => {
    const environment = { PLIMSOLL_PASSPHRASE: "a", PLIMSOLL_SSH_PASSWORD: "b" };
    expect(await given({}, environment)).toEqual({ passphrase: "a", password: "b" });
    const flags = { passphraseFile: secretFile("one", " c \n"), sshPasswordFile: secretFile("two", "d\r\n") };
    expect(await given(flags, environment)).toEqual({ passphrase: " c ", password: "d" });
    expect(await given({})).toEqual({});
  });

  it.each([
    ["others may read it", () => secretFile("open", "a\n", 0o604), /can be read by others than its owner: chmod 600 /],
    ["its group may read it", () => secretFile("group", "a\n", 0o640), /can be read by others than its owner/],
    ["it is not there", () => "none", /none cannot be read: there is no such file$/],
    ["all may write it", () => secretFile("all", "a\n", 0o602), /can be read by others than its owner/],
    ["it is a folder", () => ".", /cannot be read: it is a folder, not a file$/],
    ["it is empty", () => secretFile("empty", "\n"), /must hold one line, the secret$/],
    ["it has two lines", () => secretFile("lines", "a\nb\n"), /must hold one line, the secret$/],
    ["it is long", () => secretFile("long", "a".repeat(5000)), /is longer than a secret/],
  ])("are not taken from a file where %s", async (_what, file, words) => {
    const failure = given({ passphraseFile: file() });
    await expect(failure).rejects.toThrow(UsageError);
    await expect(failure).rejects.toThrow(words);
  });
});

const hasKeygen = requireTools("passphrases", [{ command: "ssh-keygen", package: "openssh-client" }]);

describe.skipIf(!hasKeygen)("private keys that are encrypted", () => {
  beforeAll(() => {
    for (const [name, passphrase] of [
      ["plain", ""],
      ["first", "open sesame"],
      ["second", "open sesame"],
      ["third", "other words"],
    ] as const) {
      execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-a", "1", "-N", passphrase, "-f", path(name)]);
    }
  });
  /** A person who types these, and what they were asked. */
  function person(...typed: readonly (string | undefined)[]) {
    const left = [...typed];
    const asked: string[] = [];
    const ask: AskTerminal = (question, how) => {
      asked.push(`${how?.hidden === true ? "hidden: " : ""}${question}`);
      return Promise.resolve(left.shift());
    };
    return { ask, asked };
  }
  const question = (name: string): string => `hidden: Passphrase for ${path(name)}: `;

  it("are asked about once for each passphrase, the others not at all", async () => {
    const { ask, asked } = person("open sesame", "wrong", "other words");
    const names = ["plain", "first", "second", "third", "first"];
    const loaded = await loadIdentities(names.map(path), { ask });
    expect([...loaded.keys()]).toEqual(["plain", "first", "second", "third"].map(path));
    expect(asked).toEqual([question("first"), question("third"), question("third")]);
  });

  it("stay closed after two tries, or where nobody answers", async () => {
    const { ask, asked } = person("wrong", "wrong again", "open sesame");
    await expect(loadIdentities([path("first")], { ask })).rejects.toThrow(/^The passphrase given does not open/);
    expect(asked).toHaveLength(2);
    await expect(loadIdentities([path("first")], person(undefined))).rejects.toThrow("is encrypted and no passphrase");
    await expect(loadIdentities([path("first")], {})).rejects.toThrow("is encrypted and no passphrase was given.");
  });

  it("are not asked about where a passphrase was given", async () => {
    const { ask, asked } = person("open sesame");
    await expect(loadIdentities([path("first")], { passphrase: "wrong", ask })).rejects.toThrow(/passphrase given/);
    expect((await loadIdentities([path("first")], { passphrase: "open sesame", ask })).size).toBe(1);
    expect(asked).toEqual([]);
  });
});
