import { cpSync, readdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../..");
const sources = [
  ".github",
  ".npmrc",
  "docs",
  "LICENSE",
  "README.md",
  "package-lock.json",
  "package.json",
  "src",
  "templates",
  "tsconfig.json",
];

/** A checkout in a folder of its own that was never built, with this one's packages. */
export function makeCheckout(folder: string): void {
  for (const name of sources) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
}

/** Files below a folder, by their paths from `base`, sorted. */
export const filesBelow = (base: string, below = ""): readonly string[] =>
  readdirSync(join(base, below), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(base.length + 1))
    .sort();
