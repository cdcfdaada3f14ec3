import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerSha256 } from "../../src/connect/reader.ts";
import { filesBelow, makeCheckout } from "../support/checkout.ts";
import { nodeReleases } from "../support/node-releases.ts";
import { main } from "../support/plimsoll.ts";
import { type Ran, run } from "../support/run.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-bundle-"));
const checkout = join(folder, "checkout");
const alone = join(folder, "alone");
const bundle = join(alone, "plimsoll.mjs");
const read = (path: string): string => readFileSync(path, "utf8");
const json = (path: string) => JSON.parse(read(join(root, path)));
const { version } = json("package.json") as { readonly version: string };

/** Runs the bundle, or what was built of the same sources, where nothing else is. */
const plimsoll = (program: string, ...args: readonly string[]): Promise<Ran> =>
  run(alone, process.execPath, [program, ...args], { HOME: folder, PATH: "/nonexistent" });

beforeAll(async () => {
  makeCheckout(checkout);
  const made = await run(checkout, "npm", ["run", "--silent", "bundle"]);
  expect(made.status, made.stderr).toBe(0);
  mkdirSync(alone);
  cpSync(join(checkout, "bundle/plimsoll.mjs"), bundle);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the bundle", () => {
  it("is the same bytes in another folder, with its digest beside it", async () => {
    const made = await run(root, "npm", ["run", "--silent", "bundle"]);
    expect(made.status, made.stderr).toBe(0);
    expect(read(join(root, "bundle/plimsoll.mjs")) === read(bundle)).toBe(true);
    const digest = createHash("sha256").update(readFileSync(bundle)).digest("hex");
    expect(read(join(root, "bundle/plimsoll.mjs.sha256"))).toBe(`${digest}  plimsoll.mjs\n`);
    expect(made.stdout).toBe(`bundle/plimsoll.mjs\nSHA-256 ${digest}\n`);
  });

  it("names no folder of the machine that made it, and asks for nothing but Node's own modules", () => {
    const text = read(bundle);
    expect(text.includes(root) || text.includes(folder)).toBe(false);
    const imported = [...text.matchAll(/^import .* from "(.*)";$/gm)].map(([, name]) => name);
    expect(imported.filter((name) => !name?.startsWith("node:"))).toEqual([]);
    expect(imported).toContain("node:fs");
  });

  it("ends with the licence of plimsoll and of every package that is in it", () => {
    const text = read(bundle);
    const licences = text.slice(text.lastIndexOf("/*! What this file is made of"));
    expect(licences).toContain(read(join(root, "LICENSE")).trim());
    const { dependencies } = json("package.json") as { readonly dependencies: Readonly<Record<string, string>> };
    for (const [name, pinned] of Object.entries(dependencies)) expect(licences).toContain(`\n${name} ${pinned} (`);
    // What packages were taken from say where, in comments of esbuild's.
    const taken = [...text.matchAll(/^ *\/\/ (node_modules\/(?:@[^/\n]+\/)?[^/\n]+)\//gm)].map(([, path = ""]) => path);
    expect(new Set(taken).size).toBeGreaterThan(20);
    for (const path of new Set(taken)) {
      const { name, version: of } = json(join(path, "package.json")) as Readonly<Record<string, string>>;
      expect(licences).toContain(`\n${name} ${of} (`);
      const file = filesBelow(join(root, path)).find((other) => /^licen[cs]e/i.test(other) && dirname(other) === ".");
      if (file !== undefined)
        expect(licences).toContain(
          read(join(root, path, file))
            .trim()
            .replaceAll("*/", "* /"),
        );
    }
    expect(licences).not.toContain("undefined");
  });

  it("audits alone in an empty folder, and judges and reports as what is built does", async () => {
    const demo = await plimsoll(bundle, "demo", "-o", "run");
    expect(demo, demo.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("3 of 3 nodes read") });
    const files = filesBelow(join(alone, "run"));
    expect(files).toEqual(expect.arrayContaining(["checklists/demo.ckl", "checklists/demo.cklb", "report.html"]));
    expect(filesBelow(alone)).toEqual(["plimsoll.mjs", ...files.map((path) => `run/${path}`)]);
    cpSync(join(alone, "run"), join(alone, "again"), { recursive: true });
    const ended = [
      await plimsoll(bundle, "assess", "run", "--benchmark", "all"),
      await plimsoll(main, "assess", "again", "--benchmark", "all"),
    ];
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([1, 1].map((status) => [status, ""]));
    for (const path of files) {
      expect(readFileSync(join(alone, "run", path)).equals(readFileSync(join(alone, "again", path))), path).toBe(true);
    }
  });

  it.each(["assessment", "run-diff", "run-history"])("has the schema %s", async (name) => {
    const { stdout } = await plimsoll(bundle, "schema", name);
    expect(stdout).toBe(read(join(root, `src/findings/${name}.schema.json`)));
  });

  it.each(nodeReleases)("starts with Node.js $release", async ({ directory }) => {
    const started = await run(alone, join(directory, "node"), [bundle, "--version"]);
    expect(started).toEqual({ status: 0, stdout: `plimsoll ${version}, reader sha256:${readerSha256}\n`, stderr: "" });
  });
});
