import { absolutePath } from "../../inventory/paths.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** A path that a person types, made absolute: at a question there is no shell to write the home folder out. */
export const typedPath = (path: string, { home, workingDirectory }: Terminal): string =>
  absolutePath(path, { folder: workingDirectory, home });
