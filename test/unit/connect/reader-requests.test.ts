import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { answersIn, askReader } from "./ask-reader.ts";
import { readerShells } from "./reader-shells.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-requests-"));

describe.each(readerShells())("what an installed reader obeys, under $name", ({ name, shell, source }) => {
  const file = join(folder, name.replaceAll(" ", "-"));
  writeFileSync(file, source);
  chmodSync(file, 0o755);
  const [program, ...args] = shell.filter((word) => word !== "-s");
  const hello = `\nplimsoll-reader 1 ${process.getuid?.()} installed:${createHash("sha256").update(source).digest("hex")}\n`;
  const run = (input: string | Buffer, ...more: readonly string[]) =>
    spawnSync(program ?? "", [...args, file, ...more], { input, encoding: "latin1", timeout: 60_000 });

  it("says which file it is, and only where it is one", async () => {
    expect(run("")).toMatchObject({ status: 0, stdout: hello });
    expect((await askReader(shell, [], source)).hello).toEqual({ uid: process.getuid?.(), missing: [], unfit: [] });
  });

  it("answers round after round until its input ends, and no part of a round", () => {
    const { status, stdout } = run("1 stat /\n2 read relative\n\n3 stat /none\n\n4 stat /\n5 stat /none");
    expect(answersIn(stdout)).toEqual([["1 ok", "2 error"], ["3 absent"]]);
    expect(status).toBe(0);
  });

  it.each([
    ["a command", "id\n"],
    ["a known verb alone", "stat /\n"],
    ["an unknown verb", "1 exec /\n"],
    ["a function", "1 nft /\n"],
    ["a number alone", "1\n"],
    ["a substitution", "$(id) stat /\n"],
    ["a pattern", "[0-9] stat /\n"],
    ["an option", "-v stat /\n"],
    ["a number of ten digits", "1234567890 stat /\n"],
    ["nothing", "\n\n"],
    ["bytes", Buffer.from([0xff, 0xfe, 0x00, 0x31, 0x20, 0x0a])],
    ["20 kB", `1 stat /${"a".repeat(20_000)}\n`],
  ])("ends at %s, with nothing said of the round that it stands in", (_, line) => {
    const { status, stdout, stderr } = run(
      Buffer.concat([Buffer.from("1 stat /\n\n2 stat /\n"), Buffer.from(line), Buffer.from("3 stat /\n\n")]),
    );
    expect(answersIn(stdout).slice(0, 1)).toEqual([["1 ok"]]);
    expect(answersIn(stdout).slice(1)).toEqual(String(line) === "\n\n" ? [["2 ok"]] : []);
    expect(stderr).toContain("that is no request");
    expect(status).toBe(3);
  });

  it("takes no argument but sweep", () => {
    expect(run("1 stat /\n", "-c", "id")).toMatchObject({ status: 2, stdout: "" });
  });
});
