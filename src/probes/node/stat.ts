import type { FileStat, NamedFile, Walk } from "../../evidence/files.ts";
import { type Observed, unknown } from "../../evidence/observed.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { parseStat, parseWalk } from "../parse/stat-lines.ts";

/** stat of a path; a relative one cannot be asked for and is not looked for elsewhere. */
export const statPath = (ask: Ask, path: string): Promise<Observed<FileStat>> =>
  canAskFor(path)
    ? ask({ verb: "stat", argument: path }, (payload) => parseStat(payload, path))
    : Promise.resolve(
        unknown("unsupported", "not an absolute path in one line", { host: "", request: `stat ${path}` }),
      );

/** A directory with everything below it. */
export const listPath = (ask: Ask, path: string): Promise<Observed<Walk>> =>
  ask({ verb: "list", argument: path }, (payload) => parseWalk(payload, path));

/** A file with what names it. */
export const statNamed = async (ask: Ask, path: string, namedBy: string): Promise<NamedFile> => ({
  path,
  namedBy,
  stat: await statPath(ask, path),
});
