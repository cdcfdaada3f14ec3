import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { askRefusal } from "../support/kept-code.ts";
import { main } from "../support/plimsoll.ts";
import { type Ran, run } from "../support/run.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-whole-"));
const dist = join(folder, "dist");
const program = join(dist, "plimsoll.cjs");
let code: string;

beforeAll(() => mkdirSync(join(dist, "cli"), { recursive: true }));
beforeEach(() => {
  const kept = readdirSync(join(main, "..")).filter((name) => name.endsWith(".code"));
  expect(kept).toHaveLength(1);
  code = join(dist, kept[0] ?? "");
  writeFileSync(join(folder, "package.json"), '{"type": "module"}');
  for (const name of ["main.js", "whole-program.js", "cli/engine.js", "plimsoll.cjs", ...kept]) {
    cpSync(join(main, "..", name), join(dist, name));
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Whether V8 refused the code that it was given; "none" where it was given none. */
const refused = async (): Promise<string> =>
  (await run(folder, process.execPath, askRefusal("./dist/whole-program.js"))).stdout.trim();
const version = (): Promise<Ran> => run(folder, process.execPath, [join(dist, "main.js"), "--version"]);

it("starts with the code that was made when it was built", async () => {
  expect(await refused()).toBe("false");
  expect(await version()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^plimsoll \d/), stderr: "" });
});

it("does not take the code of another text, even of the same length", async () => {
  const other = readFileSync(program, "latin1").replace(/`plimsoll (.*, reader sha256:)/, "`plimmsol $1");
  expect(other).not.toBe(readFileSync(program, "latin1"));
  writeFileSync(program, other, "latin1");
  expect(await refused()).toBe("none");
  expect((await version()).stdout).toMatch(/^plimmsol \d/);
});

it.each([
  [
    "a byte",
    (kept: Buffer) => kept.fill((kept.at(kept.length >> 1) ?? 0) ^ 1, kept.length >> 1, (kept.length >> 1) + 1),
  ],
  ["its end", (kept: Buffer) => kept.subarray(0, 100_000)],
  ["everything", () => Buffer.alloc(0)],
])("does not take code that %s was lost of", async (_what, damaged) => {
  writeFileSync(code, damaged(readFileSync(code)));
  expect(await refused()).toBe("none");
  expect(await version()).toMatchObject({ status: 0, stderr: "" });
});

it("needs none", async () => {
  rmSync(code);
  expect(await version()).toMatchObject({ status: 0, stdout: expect.stringMatching(/^plimsoll \d/), stderr: "" });
});
