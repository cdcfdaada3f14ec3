import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerSha256 } from "../../src/connect/reader.ts";
import { filesBelow, makeCheckout } from "../support/checkout.ts";
import { nodeReleases } from "../support/node-releases.ts";
import { type Ran, run } from "../support/run.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-package-"));
const checkout = join(folder, "checkout");
const unpacked = join(folder, "package");
const prefix = join(folder, "prefix");
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
const { version, files } = json(join(root, "package.json")) as {
  readonly version: string;
  readonly files: readonly string[];
};
const archive = join(folder, `plimsoll-${version}.tgz`);

beforeAll(async () => {
  makeCheckout(checkout);
  const packed = await run(checkout, "npm", ["run", "--silent", "package", "--", "--pack-destination", folder]);
  expect(packed.status, packed.stderr).toBe(0);
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("holds the program in one file, what starts it, its manual page, and nothing else", () => {
    expect(filesBelow(unpacked)).toEqual(["LICENSE", "README.md", "package.json", ...files].sort());
  });

  it("needs no other package, and runs no script", () => {
    const manifest = json(join(unpacked, "package.json"));
    expect(Object.keys(manifest).filter((key) => /dependencies|scripts/i.test(key))).toEqual([]);
    expect(manifest).toMatchObject({ name: "plimsoll", version, bin: { plimsoll: "dist/main.js" } });
  });

  it("names no folder of the machine that made it", () => {
    const telling = filesBelow(unpacked).filter((path) => {
      const text = readFileSync(join(unpacked, path), "utf8");
      return text.includes(root) || text.includes(folder);
    });
    expect(telling).toEqual([]);
  });
});

describe.runIf(nodeReleases.length > 0)("the package, installed without any script and without a network,", () => {
  beforeAll(async () => {
    const flags = ["--global", "--prefix", prefix, "--ignore-scripts", "--offline"];
    const { status, stderr } = await run(folder, "npm", ["install", ...flags, archive]);
    expect(status, stderr).toBe(0);
  });

  it("has its manual page where man looks for it", () => {
    const page = readFileSync(join(prefix, "share/man/man1/plimsoll.1"), "utf8");
    expect(page).toBe(readFileSync(join(root, "docs/plimsoll.1"), "utf8"));
  });

  // At once: each keeps a processor busy only half of the time.
  it.concurrent.for(nodeReleases)("audits with Node.js $release", async ({ release, directory }) => {
    const plimsoll = (...args: readonly string[]): Promise<Ran> =>
      run(folder, join(prefix, "bin/plimsoll"), args, { HOME: folder, PATH: `${directory}:/usr/bin:/bin` });
    expect(execFileSync(join(directory, "node"), ["--version"], { encoding: "utf8" })).toBe(`v${release}\n`);
    expect(await plimsoll("--version")).toMatchObject({
      status: 0,
      stdout: `plimsoll ${version}, reader sha256:${readerSha256}\n`,
      stderr: "",
    });
    expect(await plimsoll("--help")).toMatchObject({
      status: 0,
      stdout: expect.stringContaining("Commands:\n  init "),
    });
    const output = join(folder, `run-${release}`);
    const demo = await plimsoll("demo", "-o", output);
    expect(demo, demo.stderr).toMatchObject({ status: 0, stdout: expect.stringContaining("3 of 3 nodes read") });
    expect(filesBelow(output)).toContain("report.html");
  });
});
