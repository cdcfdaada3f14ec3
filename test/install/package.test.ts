import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readerSha256 } from "../../src/connect/reader.ts";
import { filesBelow, makeCheckout } from "../support/checkout.ts";
import { skip } from "../support/lab-requirements.ts";
import { nodeReleases } from "../support/node-releases.ts";
import { type Ran, run } from "../support/run.ts";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "plimsoll-package-"));
const checkout = join(folder, "checkout");
const unpacked = join(folder, "package");
const prefix = join(folder, "prefix");
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
const archive = join(folder, `plimsoll-${version}.tgz`);

beforeAll(async () => {
  makeCheckout(checkout);
  // Of an earlier build, and of a source that is gone.
  mkdirSync(join(checkout, "dist"));
  writeFileSync(join(checkout, "dist/gone.js"), "");
  const packed = await run(checkout, "npm", ["run", "--silent", "package", "--", "--pack-destination", folder]);
  expect(packed.status, packed.stderr).toBe(0);
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the package", () => {
  it("holds what was built of every source, what that reads, and nothing else", () => {
    const sources = filesBelow(root, "src").filter((path) => path.endsWith(".ts"));
    const built = sources.map((path) => path.replace(/^src(.*)\.ts$/, "dist$1.js"));
    const recordings = ["api", "cp1", "w1", "w2"].map((name) => `src/demo/recordings/${name}.json`);
    const schemas = ["assessment", "run-diff", "run-history"].map((name) => `src/findings/${name}.schema.json`);
    const others = ["LICENSE", "README.md", "package.json", "docs/plimsoll.1", "src/connect/reader.sh"];
    const ofPages = ["script", "style"].flatMap((part) =>
      filesBelow(join(root, "templates", part)).map((path) => `templates/${part}/${path}`),
    );
    const expected = [...others, ...recordings, ...schemas, ...built, ...ofPages];
    expect(filesBelow(unpacked)).toEqual(expected.sort());
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
    const flags = ["--global", "--prefix", prefix, "--ignore-scripts", "--prefer-offline"];
    const { status, stderr } = await run(folder, "npm", ["install", ...flags, archive]);
    noRegistry = status !== 0 && /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH)\b/.test(stderr);
    if (noRegistry) skip(`SKIPPED test/install: what the package depends on cannot be installed: ${stderr}`);
    else expect(status, stderr).toBe(0);
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
