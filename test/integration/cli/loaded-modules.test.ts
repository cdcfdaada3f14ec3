import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { makeSshKeys } from "../../../src/demo/ssh-keys.ts";
import { startPlimsoll } from "../../support/plimsoll.ts";

const folder = mkdtempSync(join(tmpdir(), "plimsoll-loaded-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Coverage = {
  readonly result: readonly {
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly { readonly count: number }[];
    }[];
  }[];
};

/** What a run of the program loaded: modules of its own by their paths below src, and libraries by name. */
async function loadedBy(...args: readonly string[]) {
  // Node writes down which functions it ran, and knows best. Of a module in the one file there is a function by its path.
  const coverage = mkdtempSync(join(folder, "coverage-"));
  const { status } = await startPlimsoll(args, { ...process.env, NODE_V8_COVERAGE: coverage }).ended;
  const files = readdirSync(coverage).map((name): Coverage => JSON.parse(readFileSync(join(coverage, name), "utf8")));
  const ran = files
    .flatMap(({ result }) => result.filter(({ url }) => url.endsWith("/dist/plimsoll.cjs")))
    .flatMap(({ functions }) => functions.filter(({ ranges }) => (ranges[0]?.count ?? 0) > 0))
    .map(({ functionName }) => functionName);
  const own = ran.filter((name) => name.startsWith("src/")).map((name) => name.slice("src/".length));
  const libraries = ran.flatMap((name) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(name)?.[1] ?? []);
  return { status, own, libraries: new Set(libraries) };
}

/** An inventory of one host without a listener: port 1 (tcpmux) has none on loopback. */
function inventoryOfOne(): string {
  writeFileSync(join(folder, "id"), makeSshKeys().private, { mode: 0o600 });
  writeFileSync(join(folder, "known_hosts"), "");
  const file = join(folder, "inventory.yaml");
  const ssh = { user: "audit", identityFile: "./id", knownHosts: "./known_hosts", port: 1 };
  writeFileSync(file, stringify({ cluster: "c", ssh, hosts: [{ name: "w1", address: "127.0.0.1", role: "worker" }] }));
  return file;
}

describe("what is loaded", () => {
  it.each([
    ["--help", exitCodes.clean],
    ["audit --help", exitCodes.clean],
    ["--version", exitCodes.clean],
    ["audit --frobnicate", exitCodes.usage],
  ])("by %s is what was declared, and of libraries commander", async (words, expected) => {
    const { status, own, libraries } = await loadedBy(...words.split(" "));
    expect(status).toBe(expected);
    expect([...libraries]).toEqual(["commander"]);
    expect(own).toContain("cli/declared/audit.ts");
    expect(own.filter((file) => /^(cli\/commands|assess|rules|probes|inventory\/load)/.test(file))).toEqual([]);
  });

  it("by an audit of hosts alone has nothing that is for API servers, files brought along, logs or compiling templates", async () => {
    const { status, own, libraries } = await loadedBy("audit", "-i", inventoryOfOne(), "-o", join(folder, "run"));
    expect(status).toBe(exitCodes.incomplete);
    expect([...libraries]).toEqual(expect.arrayContaining(["commander", "zod", "yaml", "ssh2", "handlebars"]));
    const forOthers = [
      "@kubernetes/client-node",
      "hpagent",
      "socks-proxy-agent",
      "saxes",
      "yauzl",
      "node-forge",
      "pino",
      // Handlebars' compiler.
      "source-map",
    ];
    expect(forOthers.filter((name) => libraries.has(name))).toEqual([]);
    const others =
      /^(connect\/api\/(kubernetes-api|open-api)|probes\/cluster\/collect-cluster|xccdf\/read|xml|demo|trust)/;
    expect(own.filter((file) => others.test(file))).toEqual([]);
  });
});
