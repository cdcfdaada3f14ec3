import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const json = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));
const manifest = json("package.json") as {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};

type Locked = {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly dev?: boolean;
  readonly devOptional?: boolean;
  readonly hasInstallScript?: boolean;
};
const lockFile = json("package-lock.json") as { readonly packages: Readonly<Record<string, Locked>> };
const locked = Object.entries(lockFile.packages)
  .filter(([path]) => path !== "")
  .map(([path, entry]) => ({ ...entry, name: path.replace(/^.*node_modules\//, "") }));

/** Names in the first column of a table of the page on dependencies. */
const named = (title: string): readonly string[] => {
  const page = readFileSync(".github/DEPENDENCIES.md", "utf8");
  const section = page.slice(page.indexOf(`## ${title}`)).split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| ") && !/^\| (package|---)/.test(line));
  return rows.flatMap((row) => row.split("|")[1]?.trim().split(", ") ?? []).sort();
};

type Sbom = {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly purl: string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly purl: string;
    readonly hashes?: readonly { readonly alg: string; readonly content: string }[];
  }[];
};

describe("what plimsoll is made of", () => {
  it("has a reason for every package, and no reason without one", () => {
    expect(named("In use")).toEqual(Object.keys(manifest.dependencies).sort());
    expect(named("For development")).toEqual(Object.keys(manifest.devDependencies).sort());
  });

  it("is pinned exactly, with digests and without addresses", () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(locked.filter(({ integrity }) => !integrity?.startsWith("sha512-"))).toEqual([]);
    expect(locked.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });

  it("runs no install script, and needs none but of those known to work without", () => {
    expect(readFileSync(".npmrc", "utf8")).toMatch(/^ignore-scripts=true$/m);
    const withScript = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
    // fsevents is of macOS only, and of the tests; esbuild's would look again for the program that its package names.
    const used = withScript.filter((name) => name !== "fsevents" && name !== "esbuild");
    expect(used.sort()).toEqual(["cpu-features", "ssh2"]);
  });

  it("is told whole by the SBOM, by name, version and digest", () => {
    const printed = execFileSync("npm", ["run", "--silent", "sbom"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const sbom = JSON.parse(printed) as Sbom;
    expect(sbom.bomFormat).toBe("CycloneDX");
    expect(sbom.metadata.component.purl).toBe(`pkg:npm/plimsoll@${manifest.version}`);
    const used = locked.filter(({ dev, devOptional }) => !dev && !devOptional);
    const digestOf = (integrity = ""): string =>
      Buffer.from(integrity.replace(/^sha512-/, ""), "base64").toString("hex");
    const lines = (all: readonly (readonly string[])[]): readonly string[] =>
      [...new Set(all.map((line) => line.join(" ")))].sort();
    expect(
      lines(
        sbom.components.map(({ name, version, hashes = [] }) => [
          name,
          version,
          hashes.find(({ alg }) => alg === "SHA-512")?.content ?? "no digest",
        ]),
      ),
    ).toEqual(lines(used.map(({ name, version, integrity }) => [name, version, digestOf(integrity)])));
    expect(sbom.components.some(({ purl }) => purl.startsWith("pkg:npm/ssh2@"))).toBe(true);
    expect(sbom.components.some(({ name }) => name === "vitest")).toBe(false);
  });

  it("is released by a tag of its version alone, with no secret, by programs that are there", () => {
    const release = (tag: string) => spawnSync("bash", [".ci/release", tag], { encoding: "utf8" });
    const { status, stderr } = release("v0.0.0");
    expect([status, stderr]).toEqual([1, `v0.0.0 is not v${manifest.version}, as package.json has it\n`]);
    const text = readFileSync(".github/workflows/release.yml", "utf8");
    const { on, permissions, jobs } = parse(text);
    expect([on, permissions]).toEqual([{ push: { tags: ["v*"] } }, { contents: "read" }]);
    expect(text).not.toContain("secrets.");
    expect(existsSync(jobs.test.uses)).toBe(true);
    expect(parse(readFileSync(jobs.test.uses, "utf8")).on).toHaveProperty("workflow_call");
    expect(jobs.release.needs).toBe("test");
    const scripts = [...text.matchAll(/run: bash (\S+)/g)].map(([, script = ""]) => script);
    expect(scripts.map((script) => [script, existsSync(script)])).toEqual([[".ci/release", true]]);
  });
});
