import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerSha256 } from "../../src/connect/reader.ts";
import { filesBelow, makeCheckout } from "../support/checkout.ts";
import { skip } from "../support/lab-requirements.ts";
import { nodeReleases } from "../support/node-releases.ts";
import { startRegistry } from "../support/registry.ts";
import { type Ran, run } from "../support/run.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-package-"));
const checkout = join(folder, "checkout");
const unpacked = join(folder, "package");
const prefix = join(folder, "prefix");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));
/** One that ssh2's bcrypt-pbkdf takes, and nobody would get by themselves: what is installed tells the lock file by it. */
const older = "0.14.3";
const archive = join(folder, `plimsoll-${version}.tgz`);

beforeAll(async () => {
  makeCheckout(checkout);
  const lock = json(join(checkout, "package-lock.json"));
  lock.packages["node_modules/tweetnacl"] = { version: older };
  writeFileSync(join(checkout, "package-lock.json"), JSON.stringify(lock));
  // Of an earlier build, and of a source that is gone.
  mkdirSync(join(checkout, "dist"));
  writeFileSync(join(checkout, "dist/gone.js"), "");
  const packed = await run(checkout, "npm", ["run", "--silent", "package", "--", "--pack-destination", folder]);
  expect(packed.status, packed.stderr).toBe(0);
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The version of every package that is used, by where it lies. */
const lockedVersions = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries<{ readonly version: string; readonly dev?: true }>(json(join(root, "package-lock.json")).packages)
      .filter(([path, { dev }]) => path !== "" && dev !== true)
      .map(([path, { version: locked }]) => [path, path === "node_modules/tweetnacl" ? older : locked]),
  );

const installedBelow = (base: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    filesBelow(base, "node_modules")
      .map((path) => /^((?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+)\/package\.json$/.exec(path)?.[1])
      .filter((path) => path !== undefined)
      .map((path) => [path, json(join(base, path, "package.json")).version]),
  );

describe("the package", () => {
  it("holds what was built of every source, what that reads, and nothing else", () => {
    const sources = filesBelow(root, "src").filter((path) => path.endsWith(".ts"));
    const built = sources.map((path) => path.replace(/^src(.*)\.ts$/, "dist$1.js"));
    const recordings = ["api", "cp1", "w1", "w2"].map((name) => `src/demo/recordings/${name}.json`);
    const schemas = ["assessment", "run-diff", "run-history"].map((name) => `src/findings/${name}.schema.json`);
    const others = ["LICENSE", "README.md", "docs/plimsoll.1", "src/connect/reader.sh"];
    const ofNpm = ["package.json", "npm-shrinkwrap.json"];
    const ofPages = ["script", "style"].flatMap((part) => filesBelow(root, join("templates", part)));
    const expected = [...others, ...ofNpm, ...recordings, ...schemas, ...built, ...ofPages];
    expect(filesBelow(unpacked)).toEqual(expected.sort());
    // npm would go by it before the lock file.
    expect(existsSync(join(checkout, "npm-shrinkwrap.json"))).toBe(false);
  });

  it("names no folder of the machine that made it", () => {
    const telling = filesBelow(unpacked).filter((path) => {
      const text = readFileSync(join(unpacked, path), "utf8");
      return text.includes(root) || text.includes(folder);
    });
    expect(telling).toEqual([]);
  });
});

describe.runIf(nodeReleases.length > 0)("the package, installed without any script,", () => {
  let noRegistry = false;
  beforeAll(async () => {
    const registry = await startRegistry(archive);
    const flags = ["--global", "--prefix", prefix, "--registry", registry.url, "--ignore-scripts", "--prefer-offline"];
    const { status, stderr } = await run(folder, "npm", ["install", ...flags, "plimsoll"]);
    registry.stop();
    noRegistry = status !== 0 && /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH)\b/.test(stderr);
    if (noRegistry) skip(`SKIPPED test/install: what the package depends on cannot be installed: ${stderr}`);
    else expect(status, stderr).toBe(0);
  });

  it("has the versions of the lock file, in what is needed by what is needed too", async (context) => {
    context.skip(noRegistry);
    expect(installedBelow(join(prefix, "lib/node_modules/plimsoll"))).toEqual(lockedVersions());
    // Of a file npm heeds no shrinkwrap (npm/cli#5325): unpacked it is npm ci's.
    const { status, stderr } = await run(unpacked, "npm", ["ci", "--omit=dev", "--ignore-scripts", "--prefer-offline"]);
    expect(status, stderr).toBe(0);
    expect(installedBelow(unpacked)).toEqual(lockedVersions());
  });

  it("has its manual page where man looks for it", (context) => {
    context.skip(noRegistry);
    const page = readFileSync(join(prefix, "share/man/man1/plimsoll.1"), "utf8");
    expect(page).toBe(readFileSync(join(root, "docs/plimsoll.1"), "utf8"));
  });

  // At once: each keeps a processor busy only half of the time.
  it.concurrent.for(nodeReleases)("audits with Node.js $release", async ({ release, directory }, context) => {
    context.skip(noRegistry);
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
