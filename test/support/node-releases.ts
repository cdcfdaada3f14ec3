import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isInstalled } from "./own-packages.ts";

const folder = join(import.meta.dirname, "../install");
const { devDependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
  readonly devDependencies: Readonly<Record<string, string>>;
};

/** A release of Node.js by its version, and the folder that its `node` lies in, for PATH. */
export type NodeRelease = { readonly release: string; readonly directory: string };

/** The releases that an installed plimsoll is tried on; none where test/install could not be installed. */
export const nodeReleases: readonly NodeRelease[] = isInstalled(folder)
  ? Object.entries(devDependencies).map(([name, specifier]) => ({
      release: specifier.replace(/^npm:.*@/, ""),
      directory: join(folder, "node_modules", name, "bin"),
    }))
  : [];
