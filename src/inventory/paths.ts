import { join, resolve } from "node:path";

/** What the paths of an inventory are relative to. */
export type PathBase = {
  /** The folder of the inventory file, absolute. */
  readonly folder: string;
  /** The operator's home folder, absolute: what `~/` stands for. */
  readonly home: string;
};

/** A path as an inventory gives it, made absolute. */
export const absolutePath = (path: string, { folder, home }: PathBase): string =>
  path.startsWith("~/") ? join(home, path.slice(2)) : resolve(folder, path);
