import type { FileStat, NamedFile } from "../../evidence/files.ts";
import { type Observed, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { parseStat } from "../parse/stat-lines.ts";

/** stat of a path; a relative one cannot be asked for and is not looked for elsewhere. */
export const statPath = (ask: Ask, path: string): Promise<Observed<FileStat>> =>
  canAskFor(path)
    ? ask({ verb: "stat", argument: path }, (payload) => parseStat(payload, path))
    : Promise.resolve(
        unknown("unsupported", "not an absolute path in one line", { host: "", request: `stat ${path}` }),
      );

/** A file with what names it. */
export const statNamed = async (ask: Ask, path: string, namedBy: string): Promise<NamedFile> => ({
  path,
  namedBy,
  stat: await statPath(ask, path),
});

const sameBits = (seen: Observed<FileStat>): string => {
  if (seen.state !== "present") return seen.state;
  const { type, mode, uid, gid, target } = seen.value;
  const end = typeof target === "object" ? [target.type, target.mode, target.uid, target.gid] : target;
  return JSON.stringify([type, mode, uid, gid, end]);
};

/**
 * stat of a path that a process names. One that a container's process sees otherwise than the host is unknown: that a
 * file of the host has the name says nothing of it.
 */
export async function statAsProcess(ask: Ask, path: string, { source }: Invocation): Promise<Observed<FileStat>> {
  if (!canAskFor(path)) return statPath(ask, path);
  const [onHost, own] = await Promise.all([statPath(ask, path), statPath(ask, `/proc/${source.pid}/root${path}`)]);
  if (onHost.state === "unknown") return onHost;
  const message = `${path} may be another file for the process than on the host`;
  return sameBits(onHost) === sameBits(own) ? onHost : unknown("unsupported", message, onHost.source);
}
