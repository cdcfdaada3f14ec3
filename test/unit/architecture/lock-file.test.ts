import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

type Locked = { readonly resolved?: string; readonly optionalDependencies?: Readonly<Record<string, string>> };

const read = (path: string) => JSON.parse(readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8"));

describe.each(["", "test/acceptance/", "test/install/"])("the lock file %spackage-lock.json", (folder) => {
  const locked: { readonly packages: Readonly<Record<string, Locked>> } = read(`${folder}package-lock.json`);
  const packages = Object.entries(locked.packages);

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
    const {
      dependencies,
      devDependencies,
    }: Record<string, Readonly<Record<string, string>>> = read(`${folder}package.json`);
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(npm:[a-z0-9-]+@)?\d/.test(version),
    );
    expect(loose).toEqual([]);
  });
});
