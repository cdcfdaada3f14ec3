import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerSha256 } from "../../src/connect/reader.ts";
import { filesBelow, makeCheckout } from "../support/checkout.ts";
import { askRefusal } from "../support/kept-code.ts";
import { nodeReleases } from "../support/node-releases.ts";
import { type Ran, run } from "../support/run.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-one-file-"));
const checkout = join(folder, "checkout");
const alone = join(folder, "alone");
const file = join(alone, "plimsoll.cjs");
/** The same sources, each a module of its own. */
const modules = join(root, "dist/cli/start.js");
const read = (path: string): string => readFileSync(path, "utf8");
const json = (path: string) => JSON.parse(read(join(root, path)));
const { version } = json("package.json") as { readonly version: string };

/** Runs the file, or its sources one by one, where nothing else is. */
const plimsoll = (program: string, ...args: readonly string[]): Promise<Ran> =>
  run(alone, process.execPath, [program, ...args], { HOME: folder, PATH: "/nonexistent" });

/** The folders of packages that files were taken from: comments of esbuild's say so. */
const takenFolders = (text: string): ReadonlySet<string> =>
  new Set([...text.matchAll(/^ *\/\/ ((?:node_modules\/(?:@[^/\n]+\/)?[^/\n]+\/)+)/gm)].map(([, path = ""]) => path));

beforeAll(async () => {
  makeCheckout(checkout);
  const made = await run(checkout, "npm", ["run", "--silent", "build"]);
  expect(made.status, made.stderr).toBe(0);
  mkdirSync(alone);
  cpSync(join(checkout, "dist/plimsoll.cjs"), file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("plimsoll in one file", () => {
  it("is the same bytes in another folder", () => {
    expect(readFileSync(join(root, "dist/plimsoll.cjs")).equals(readFileSync(file))).toBe(true);
  });

  it("names no folder of the machine that made it, and asks for nothing but Node's own modules", () => {
    const text = read(file);
    expect(text.includes(root) || text.includes(folder)).toBe(false);
    const required = [...text.matchAll(/^[^*/]*\brequire\("([^"]+)"\)/gm)].map(([, name = ""]) => name);
    expect(required.filter((name) => !isBuiltin(name))).toEqual([]);
    expect(required).toContain("node:fs");
    expect(/^[^*/]*[^.\w]import\(/m.test(text)).toBe(false);
  });

  it("ends with the licence of plimsoll and of every package that is in it", () => {
    const text = read(file);
    const licences = text.slice(text.lastIndexOf("/*! What this file is made of"));
    expect(licences).toContain(read(join(root, "LICENSE")).trim());
    const { dependencies } = json("package.json") as { readonly dependencies: Readonly<Record<string, string>> };
    for (const [name, pinned] of Object.entries(dependencies)) expect(licences).toContain(`\n${name} ${pinned} (`);
    const folders = takenFolders(text);
    expect(folders.size).toBeGreaterThan(20);
    for (const path of folders) {
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

  it("is made of packages that the SBOM lists", async () => {
    const { stdout } = await run(root, "npm", ["run", "--silent", "sbom"]);
    const { components } = JSON.parse(stdout) as { readonly components: readonly { readonly purl: string }[] };
    const listed = components.map(({ purl }) => decodeURIComponent(purl));
    const folders = takenFolders(read(file));
    expect(folders.size).toBeGreaterThan(20);
    for (const path of folders) {
      const { name, version: of } = json(join(path, "package.json")) as Readonly<Record<string, string>>;
      expect(listed).toContain(`pkg:npm/${name}@${of}`);
    }
  });

  it("audits alone in an empty folder, and judges and reports as its sources do one by one", async () => {
    const demo = await plimsoll(file, "demo", "-o", "run");
    expect(demo, demo.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("3 of 3 nodes read") });
    const files = filesBelow(join(alone, "run"));
    expect(files).toEqual(expect.arrayContaining(["checklists/demo.ckl", "checklists/demo.cklb", "report.html"]));
    expect(filesBelow(alone)).toEqual(["plimsoll.cjs", ...files.map((path) => `run/${path}`)]);
    cpSync(join(alone, "run"), join(alone, "again"), { recursive: true });
    const ended = [
      await plimsoll(file, "assess", "run", "--benchmark", "all"),
      await plimsoll(modules, "assess", "again", "--benchmark", "all"),
    ];
    expect(ended.map(({ status, stderr }) => [status, stderr])).toEqual([1, 1].map((status) => [status, ""]));
    for (const path of files) {
      expect(readFileSync(join(alone, "run", path)).equals(readFileSync(join(alone, "again", path))), path).toBe(true);
    }
  });

  it.each(["assessment", "run-diff", "run-history"])("has the schema %s", async (name) => {
    const { stdout } = await plimsoll(file, "schema", name);
    expect(stdout).toBe(read(join(root, `src/findings/${name}.schema.json`)));
  });

  it.each(nodeReleases)("is started by Node.js $release with the code that it kept of it", async ({ directory }) => {
    const node = join(directory, "node");
    const kept = await run(checkout, node, [".github/keep-code.mjs"]);
    expect(kept.status, kept.stderr).toBe(0);
    const asked = await run(checkout, node, askRefusal("./dist/whole-program.js"));
    expect(asked).toEqual({ status: 0, stdout: "false\n", stderr: "" });
  });

  it.each(nodeReleases)("starts with Node.js $release", async ({ directory }) => {
    const started = await run(alone, join(directory, "node"), [file, "--version"]);
    expect(started).toEqual({ status: 0, stdout: `plimsoll ${version}, reader sha256:${readerSha256}\n`, stderr: "" });
  });
});
