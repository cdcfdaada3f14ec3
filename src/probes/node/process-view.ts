import { hostPathOf } from "../../evidence/container-paths.ts";
import { firstUnknown, type Observed, type Unknown, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { stepsTo, withoutProcessIds } from "./process-root.ts";
import { statPath } from "./stat.ts";

/** Whether a process sees the host's own files. */
export const seesHost = (call: Invocation): boolean => hostPathOf(call, "/") === "/";

/** What was seen, without where: the same through the process's root and on the host. */
const comparable = (seen: Observed<unknown>, root: string): string =>
  JSON.stringify(seen.state === "present" ? seen.value : seen.state).replaceAll(`${root}/`, "/");

/** A link below the process's root may lead elsewhere there than on the host. */
async function linkOnTheWay(ask: Ask, root: string, path: string): Promise<Unknown | undefined> {
  const steps = await Promise.all(stepsTo(path).map((step) => statPath(ask, root + step)));
  const unseen = firstUnknown(steps);
  if (unseen !== undefined) return unseen;
  const link = steps.find((step) => step.state === "present" && step.value.type === "symlink");
  if (link === undefined) return undefined;
  return unknown(
    "unsupported",
    `a symbolic link on the way to ${path} may lead elsewhere for the process`,
    link.source,
  );
}

/** A look at a path through the eyes of a process. */
export type LookAs = <T>(path: string, look: (path: string) => Promise<Observed<T>>) => Promise<Observed<T>>;

/**
 * What a process sees at a path that it names, looked at on the host. Of a process with other files than the host's
 * (RKE's containers are Docker's, a unit may have mounts of its own) the same must be there for both: that a file of the
 * host has the name says nothing of the process's own.
 */
export async function asProcess<T>(
  ask: Ask,
  call: Invocation,
  path: string,
  look: (path: string) => Promise<Observed<T>>,
): Promise<Observed<T>> {
  if (!canAskFor(path) || seesHost(call)) return look(path);
  const root = `/proc/${call.source.pid}/root`;
  const [onHost, own, link] = await Promise.all([look(path), look(root + path), linkOnTheWay(ask, root, path)]);
  if (onHost.state === "unknown") return onHost;
  if (own.state === "unknown") return withoutProcessIds(own);
  if (link !== undefined) return withoutProcessIds(link);
  if (comparable(onHost, root) === comparable(own, root)) return onHost;
  return unknown("unsupported", `${path} may be another file for the process than on the host`, onHost.source);
}

/** The host's own files. */
export const onHost: LookAs = (path, look) => look(path);

/** What a process sees at all paths that it names; without a process the host's own files. */
export const lookingAs = (ask: Ask, call: Invocation | undefined): LookAs =>
  call === undefined ? onHost : (path, look) => asProcess(ask, call, path, look);
