import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer, Request } from "../../../src/connect/session.ts";
import { askReader, textOf } from "./ask-reader.ts";
import { readerShells, unprivileged } from "./reader-shells.ts";

let root = "";
const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "plimsoll-tree-"));
  chmodSync(root, 0o755);
  const file = (name: string, text: string | Buffer, mode = 0o644): void => {
    writeFileSync(join(root, name), text);
    chmodSync(join(root, name), mode);
  };
  mkdirSync(join(root, "pki/etcd"), { recursive: true });
  file("pki/ca.crt", "certificate\n");
  file("pki/etcd/server.key", "key\n", 0o600);
  file("plain", "first\nsecond\n", 0o640);
  file("setuid", "", 0o4755);
  file("with space and 'quote' $(id) * ", "odd\n");
  file("line\nbreak", "");
  file("forged|0|0|root|root\ne|81a4|0|0|root|root|", "");
  file("bytes", Buffer.from([0, 255, 10, 0x80, 13, 10]));
  file("large", Buffer.alloc(1048577, "a"));
  file("just-fits", Buffer.alloc(1048576, "a"));
  file("empty", "");
  symlinkSync("plain", join(root, "link"));
  symlinkSync("nowhere", join(root, "dangling"));
  symlinkSync("loop", join(root, "loop"));
  symlinkSync("pki", join(root, "link-to-pki"));
  mkdirSync(join(root, "closed/inner"), { recursive: true });
  file("closed/inner/file", "");
  file("unreadable", "hidden\n", 0o000);
  symlinkSync("closed/inner/file", join(root, "link-into-closed"));
  mkdirSync(join(root, "links"));
  symlinkSync("../plain", join(root, "links/file"));
  symlinkSync("nowhere", join(root, "links/nowhere"));
  mkdirSync(join(root, "part-closed/inner"), { recursive: true });
  chmodSync(join(root, "part-closed/inner"), 0o000);
  mkdirSync(join(root, "many"));
  for (let index = 0; index < 20_001; index++) writeFileSync(join(root, "many", String(index)), "");
  chmodSync(join(root, "closed"), 0o000);
  chownSync(root, owner.uid, owner.gid);
});

afterAll(() => {
  chmodSync(join(root, "closed"), 0o755);
  chmodSync(join(root, "part-closed/inner"), 0o755);
  rmSync(root, { recursive: true, force: true });
});

const records = (text: string): readonly string[] =>
  text
    .split("/\n")
    .filter((record) => record !== "")
    .map((record) => record.replace(/\|[^|]*\|[^|]*\|[^|]*\|[^|]*\|\//, "|…|/"));

for (const { name, shell, source } of readerShells()) {
  const ask = async (...requests: readonly Request[]): Promise<readonly Answer[]> =>
    (await askReader(shell, requests, source)).answers;
  const askUnprivileged = async (...requests: readonly Request[]): Promise<readonly Answer[]> =>
    (await askReader(unprivileged(shell), requests, source)).answers;
  const path = (entry: string): string => `${root}/${entry}`;
  const one = async (verb: Request["verb"], argument: string): Promise<Answer | undefined> =>
    (await ask({ verb, argument }))[0];

  describe(`reader.sh under ${name}`, () => {
    it("says who it is", async () => {
      expect((await askReader(shell, [], source)).hello).toEqual({ uid: owner.uid, missing: [], unfit: [] });
    });

    it("answers every request in turn", async () => {
      const answers = await ask(
        { verb: "stat", argument: path("plain") },
        { verb: "read", argument: path("none") },
        { verb: "read", argument: path("plain") },
      );
      expect(answers.map((answer) => answer.state)).toEqual(["answered", "absent", "answered"]);
      expect(textOf(answers[2])).toBe("first\nsecond\n");
    });

    it("gives mode, owner and end mark", async () => {
      const text = textOf(await one("stat", path("plain")));
      expect(text).toMatch(
        new RegExp(`^e\\|81a0\\|${owner.uid}\\|${owner.gid}\\|[^|]+\\|[^|]+\\|${path("plain")}/\\n$`),
      );
      expect(textOf(await one("stat", path("setuid")))).toMatch(/^e\|89ed\|/);
    });

    it("shows a link and what it leads to", async () => {
      expect(records(textOf(await one("stat", path("link"))))).toEqual([
        `e|a1ff|…|${path("link")}`,
        `t|81a0|…|${path("link")}`,
      ]);
      expect(records(textOf(await one("stat", path("dangling"))))).toEqual([`e|a1ff|…|${path("dangling")}`]);
      expect(records(textOf(await one("stat", path("loop"))))).toEqual([`e|a1ff|…|${path("loop")}`]);
    });

    it("says absent only of what is not there", async () => {
      const answers = await ask(
        { verb: "stat", argument: path("none") },
        { verb: "stat", argument: path("plain/below-a-file") },
        { verb: "list", argument: path("none") },
        { verb: "read", argument: path("none") },
        { verb: "read", argument: path("dangling") },
        { verb: "stat", argument: path(`none: Permission denied`) },
      );
      expect(answers.map((answer) => answer.state)).toEqual(Array(6).fill("absent"));
    });

    it("never takes a refused look for absence", async () => {
      const answers = await askUnprivileged(
        { verb: "stat", argument: path("closed/inner/file") },
        { verb: "stat", argument: path("closed/none") },
        { verb: "stat", argument: path("closed/x: No such file or directory") },
        { verb: "stat", argument: path("link-into-closed") },
        { verb: "list", argument: path("closed") },
        { verb: "list", argument: root },
        { verb: "read", argument: path("closed/inner/file") },
        { verb: "read", argument: path("closed/none") },
        { verb: "read", argument: path("unreadable") },
      );
      const causes = answers.map((answer) => (answer.state === "failed" ? answer.cause : answer.state));
      const [ofRoot] = causes.splice(5, 1);
      expect(causes).toEqual(Array(8).fill("permission-denied"));
      // Listing the root may name too many entries before it meets the closed directory.
      expect(["withheld", "permission-denied"]).toContain(ofRoot);
      expect(answers[0]).toMatchObject({ message: expect.stringContaining("Permission denied") });
    });

    it("lists a tree without following links, and names with line breaks stay one record", async () => {
      const listed = records(textOf(await one("list", path("link-to-pki"))));
      expect(listed.slice(0, 2)).toEqual([`e|a1ff|…|${path("link-to-pki")}`, `t|41ed|…|${path("link-to-pki")}`]);
      expect([...listed.slice(2)].sort()).toEqual([
        `e|41ed|…|${path("link-to-pki/etcd")}`,
        `e|8180|…|${path("link-to-pki/etcd/server.key")}`,
        `e|81a4|…|${path("link-to-pki/ca.crt")}`,
      ]);
      expect(records(textOf(await one("stat", path("plain"))))).toHaveLength(1);
    });

    it("lists links that lead nowhere, and what they lead to where they lead somewhere", async () => {
      expect([...records(textOf(await one("list", path("links"))))].sort()).toEqual([
        `e|41ed|…|${path("links")}`,
        `e|a1ff|…|${path("links/file")}`,
        `e|a1ff|…|${path("links/nowhere")}`,
        `t|81a0|…|${path("links/file")}`,
      ]);
    });

    it("fails on a listing of which a part is closed", async () => {
      const listing = { verb: "list", argument: path("part-closed") } as const;
      expect((await askUnprivileged(listing))[0]).toMatchObject({ state: "failed", cause: "permission-denied" });
    });

    it("lists a single file as itself", async () => {
      expect(records(textOf(await one("list", path("plain"))))).toEqual([`e|81a0|…|${path("plain")}`]);
    });

    it("gives up beyond 20000 entries", async () => {
      expect(await one("list", path("many"))).toEqual({
        state: "failed",
        cause: "withheld",
        message: "too many entries: more than 20000",
      });
    });

    it("takes arguments as data", async () => {
      const odd = path("with space and 'quote' $(id) * ");
      expect(textOf(await one("read", odd))).toBe("odd\n");
      expect(textOf(await one("stat", odd))).toContain(`|${odd}/\n`);
      expect(await one("read", "relative")).toMatchObject({ cause: "unparseable", message: "not an absolute path" });
    });

    it("reads bytes as they are, from regular files of up to 1 MiB", async () => {
      const answers = await ask(
        ...["bytes", "empty", "just-fits", "large", "pki"].map(
          (entry): Request => ({ verb: "read", argument: path(entry) }),
        ),
        { verb: "read", argument: "/dev/zero" },
      );
      // BusyBox' awk would make a line break of the NUL.
      const bytes = { state: "answered", payload: Buffer.from([0, 255, 10, 0x80, 13, 10]) };
      if (name === "BusyBox") expect(answers[0]).toMatchObject({ state: "failed", cause: "withheld" });
      else expect(answers[0]).toEqual(bytes);
      expect(answers[1]).toEqual({ state: "answered", payload: Buffer.alloc(0) });
      expect(textOf(answers[2])).toHaveLength(1048576);
      expect(answers[3]).toMatchObject({ cause: "withheld", message: "larger than 1048576 bytes" });
      expect(answers[4]).toMatchObject({ cause: "unparseable", message: "not a regular file" });
      expect(answers[5]).toMatchObject({ cause: "unparseable", message: "not a regular file" });
    });

    it("follows a link when reading", async () => {
      expect(textOf(await one("read", path("link")))).toBe("first\nsecond\n");
    });
  });
}
