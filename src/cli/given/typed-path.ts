import { resolve } from "node:path";
import { absolutePath } from "../../inventory/paths.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A path that a person types, made absolute: at a question there is no shell to write the home folder out. */
export const typedPath = (path: string, { home, workingDirectory }: Terminal): string =>
  absolutePath(path, { folder: workingDirectory, home });

/** The same as an inventory has it, the home folder not written out: whoever reads that may stand elsewhere. */
export const keptPath = (path: string, { workingDirectory }: Pick<Terminal, "workingDirectory">): string =>
  path.startsWith("~/") ? path : resolve(workingDirectory, path);
