import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { acceptNew } from "../../../src/connect/known-hosts/accept-new.ts";
import { addKnownHosts } from "../../../src/connect/known-hosts/add-known-hosts.ts";
import { changeFile } from "../../../src/connect/known-hosts/change-file.ts";
import type { KnownHostsFile } from "../../../src/connect/known-hosts/host-key.ts";
import { judgeHostKey } from "../../../src/connect/known-hosts/known-hosts.ts";
import { parseKnownHosts } from "../../../src/connect/known-hosts/known-hosts-line.ts";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { ed25519Key as blob } from "./ed25519-key.ts";

const folder = mkdtempSync(join(tmpdir(), "known-hosts-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "known_hosts");
beforeEach(() => rmSync(file, { force: true }));

const line = (name: string, last: number): string => `${name} ssh-ed25519 ${blob(last).toString("base64")}\n`;
const add = (name: string, last: number, path = file): void => addKnownHosts(path, () => [{ name, key: blob(last) }]);
const text = (): string => readFileSync(file, "latin1");

describe("adding to known_hosts", () => {
  it("leaves what is there as it is, byte for byte, and completes its last line", () => {
    const before = `# \xff\xfe\r\nnode1 ssh-ed25519 AAAA\r\n\n  odd\tline`;
    writeFileSync(file, before, "latin1");
    chmodSync(file, 0o644);
    add("[node2]:2222", 2);
    expect(text()).toBe(`${before}\n${line("[node2]:2222", 2)}`);
    add("node3", 3);
    expect(text()).toBe(`${before}\n${line("[node2]:2222", 2)}${line("node3", 3)}`);
    expect(statSync(file).mode & 0o7777).toBe(0o644);
    expect(readdirSync(folder).filter((name) => name.includes("plimsoll"))).toEqual([]);
  });

  it("makes a file, and its folder, for the owner alone", () => {
    const made = join(folder, "new/.ssh/known_hosts");
    add("node", 1, made);
    expect(readFileSync(made, "utf8")).toBe(line("node", 1));
    expect(statSync(made).mode & 0o7777).toBe(0o600);
    expect(statSync(join(folder, "new/.ssh")).mode & 0o7777).toBe(0o700);
  });

  it("hashes names where others are hashed, as ssh-keygen finds them", () => {
    writeFileSync(file, `|1|ZGpB2vIa1RhrUQla1daiPsGkjeI=|04np79sbIgKB9x4cC0Vo7wBZYOc= ssh-ed25519 AAAA\n`);
    add("[node2]:2222", 2);
    expect(text()).not.toContain("node2");
    expect(judgeHostKey(parseKnownHosts(text()), "node2", 2222, blob(2)).state).toBe("matched");
  });

  it("follows links to the file itself, also to one that is not there yet", () => {
    mkdirSync(join(folder, "real"), { recursive: true });
    const linked = join(folder, "link");
    symlinkSync("real/known", linked);
    add("node1", 1, linked);
    add("node2", 2, linked);
    expect(readFileSync(join(folder, "real/known"), "utf8")).toBe(line("node1", 1) + line("node2", 2));
    expect(statSync(linked, { throwIfNoEntry: true }).isFile()).toBe(true);
    expect(readdirSync(join(folder, "real"))).toEqual(["known"]);
  });

  it("writes nothing where nothing is chosen", () => {
    writeFileSync(file, "no end");
    const { ino } = statSync(file);
    addKnownHosts(file, (lines) => {
      expect(lines).toEqual([]);
      return [];
    });
    expect([text(), statSync(file).ino]).toEqual(["no end", ino]);
  });

  it("leaves the file as it was where writing fails half way", () => {
    writeFileSync(file, line("node", 1));
    expect(() =>
      changeFile(file, () => {
        throw new Error("full");
      }),
    ).toThrow("full");
    expect(text()).toBe(line("node", 1));
    expect(readdirSync(folder).filter((name) => name.includes("plimsoll"))).toEqual([]);
  });

  it("does not put a file in a device's place, nor in a folder's", () => {
    expect(() => add("node", 1, "/dev/null")).toThrow("it is no regular file");
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    expect(() => add("node", 1, folder)).toThrow("it is no regular file");
  });

  it.skipIf(!requireRoot("owners of known_hosts"))("leaves the file to its owner", () => {
    writeFileSync(file, "");
    execFileSync("chown", ["65534:65534", file]);
    add("node", 1);
    expect([statSync(file).uid, statSync(file).gid]).toEqual([65534, 65534]);
  });

  it("says so where another writer does not end", () => {
    writeFileSync(`${file}.plimsoll-new`, "");
    expect(() => add("node", 1)).toThrow(/plimsoll-new is there: another plimsoll is writing/);
    rmSync(`${file}.plimsoll-new`);
  });
});

describe("accept-new", () => {
  const known = (): KnownHostsFile => ({ state: "read", path: file, lines: [] });

  it("believes the first key of a name, writes it once, and takes no other in the same run", () => {
    const { believe, believed } = acceptNew();
    expect(believe(known(), "node", blob(1))).toBeUndefined();
    expect(believe(known(), "node", blob(1))).toBeUndefined();
    expect(text()).toBe(line("node", 1));
    expect(believe(known(), "node", blob(2))).toMatchObject({
      cause: "host-key-changed",
      message: expect.stringMatching(
        /^the host offers the ssh-ed25519 key SHA256:\S+, but earlier in this run node offered SHA256:\S+, which was believed$/,
      ),
    });
    expect(believe(known(), "other", blob(2))).toBeUndefined();
    expect(believed().map(({ name }) => name)).toEqual(["node", "other"]);
    expect(text()).toBe(line("node", 1) + line("other", 2));
  });

  it.each([
    ["has the same key by now", () => line("node", 1), undefined],
    ["has another by now", () => line("node", 2), "host-key-changed"],
    ["has revoked it by now", () => `@revoked ${line("*", 1)}`, "host-key-changed"],
    ["has an authority by now", () => `@cert-authority ${line("node", 3)}`, "host-key-unknown"],
  ])("asks the file again before it writes: it %s", (_what, content, cause) => {
    writeFileSync(file, content());
    const before = text();
    expect(acceptNew().believe(known(), "node", blob(1))?.cause).toBe(cause);
    expect(text()).toBe(before);
  });

  it("does not believe what it cannot write down", () => {
    const { believe, believed } = acceptNew();
    const refusal = believe({ ...known(), path: "/dev/null" }, "node", blob(1));
    expect(refusal).toEqual({
      cause: "host-key-unknown",
      message: expect.stringMatching(
        /is new, and is not believed because \/dev\/null cannot be written: it is no regular file$/,
      ),
    });
    expect(believed()).toEqual([]);
  });
});

describe.skipIf(!requireTools("known_hosts beside ssh-keygen", [{ command: "ssh-keygen", package: "openssh-client" }]))(
  "what is found of a name",
  () => {
    it("is found by ssh-keygen after hashing, too", () => {
      writeFileSync(file, "|1|ZGpB2vIa1RhrUQla1daiPsGkjeI=|04np79sbIgKB9x4cC0Vo7wBZYOc= ssh-ed25519 AAAA\n");
      for (const name of ["node2", "[node2]:2222", "::1", "[::1]:2222"]) add(name, 2);
      for (const name of ["node2", "[node2]:2222", "::1", "[::1]:2222"])
        expect(execFileSync("ssh-keygen", ["-F", name, "-f", file], { encoding: "utf8" })).toContain("ssh-ed25519");
    });
  },
);
