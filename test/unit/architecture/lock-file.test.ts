import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Locked = { readonly resolved?: string; readonly optionalDependencies?: Readonly<Record<string, string>> };

const lockFile = readFileSync(new URL("../../../package-lock.json", import.meta.url), "utf8");
const packages = Object.entries(
  (JSON.parse(lockFile) as { readonly packages: Readonly<Record<string, Locked>> }).packages,
);
const manifest = readFileSync(new URL("../../../package.json", import.meta.url), "utf8");
const { dependencies, devDependencies } = JSON.parse(manifest) as Record<string, Readonly<Record<string, string>>>;

describe("the lock file", () => {
  it("names no download address of any machine", () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  // npm leaves out an optional package that its registry lacks at that moment, and npm ci then refuses the lock file.
  it("holds the builds for every platform", () => {
    const names = new Set(packages.map(([path]) => path));
    const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        (name) => !names.has(`node_modules/${name}`) && !names.has(`${path}/node_modules/${name}`),
      ),
    );
    expect(missing).toEqual([]);
  });

  it("belongs to dependencies that are pinned to one version", () => {
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(([, version]) => !/^\d/.test(version));
    expect(loose).toEqual([]);
  });
});
