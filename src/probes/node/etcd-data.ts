import { hostPathOf } from "../../evidence/container-paths.ts";
import { type EtcdSettings, etcdReadings, isKnown } from "../../evidence/etcd-configuration.ts";
import type { EtcdDirectory, ParsedFile, Walk } from "../../evidence/files.ts";
import { absent, firstUnknown, type Observed, present, type Unknown, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { withoutEndSlashes } from "../../evidence/trailing-slashes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { parseWalk } from "../parse/stat-lines.ts";
import { type ObservedComponent, startedComponent } from "./named-file.ts";
import { stepsTo, withoutProcessIds } from "./process-root.ts";
import { listPath, statPath } from "./stat.ts";

type Holds = EtcdDirectory["holds"];
/** Where a directory of one etcd is to be looked at: on the host, or through the root of the process. */
type Place = { readonly holds: Holds; readonly path: string; readonly root: string };

const isWithin = (path: string, directory: string): boolean =>
  directory !== "" && path.startsWith(`${directory}/`) && !path.includes("..");

/** The directories that settings name; a write-ahead log within the data directory is walked with it. */
function directoriesOf(settings: EtcdSettings): readonly (readonly [Holds, string])[] {
  const data = withoutEndSlashes(settings.text("data-dir") ?? "");
  const log = withoutEndSlashes(settings.text("wal-dir") ?? "");
  return [["data", data], ...(log === "" || isWithin(log, data) ? [] : [["log", log] as const])];
}

const elsewhere = ({ source }: Invocation, holds: Holds, path: string): Unknown => {
  const what = holds === "data" ? "etcd's data directory" : "etcd's write-ahead log";
  const where = path === "" ? "is named by no setting" : `${path} is no path that the host shows`;
  return unknown("unsupported", `${what} ${where}`, source);
};

/** A path of one etcd on the host by the mounts of its manifests, else by its own root. */
function placesOf(
  call: Invocation,
  manifests: readonly Invocation[],
  holds: Holds,
  path: string,
): readonly (Place | Unknown)[] {
  if (!canAskFor(path) || path.split("/").includes("..")) return [elsewhere(call, holds, path)];
  const { pid } = call.source;
  const containers = pid === undefined || manifests.length === 0 ? [call] : manifests;
  return containers.map((container) => {
    const onHost = hostPathOf(container, path);
    if (onHost !== undefined) return { holds, path: onHost, root: "" };
    return pid === undefined ? elsewhere(call, holds, path) : { holds, path, root: `/proc/${pid}/root` };
  });
}

/** What `/proc/PID/root` shows: a link on the way would lead to a file of the host. */
async function walkThroughRoot(ask: Ask, { path, root }: Place): Promise<Observed<Walk>> {
  const steps = await Promise.all(stepsTo(path).map((step) => statPath(ask, root + step)));
  const unseen = firstUnknown(steps);
  if (unseen !== undefined) return unseen;
  const link = steps.find((step) => step.state === "present" && step.value.type === "symlink");
  if (link !== undefined) {
    return unknown("unsupported", `a symbolic link on the way to ${path} may lead elsewhere`, link.source);
  }
  return ask({ verb: "list", argument: root + path }, (payload) => {
    const { entries } = parseWalk(payload, root + path);
    return { root: path, entries: entries.map((entry) => ({ ...entry, path: entry.path.slice(root.length) })) };
  });
}

const walk = async (ask: Ask, place: Place): Promise<Observed<Walk>> =>
  place.root === "" ? listPath(ask, place.path) : withoutProcessIds(await walkThroughRoot(ask, place));

/** Everything below the directories of every etcd that is configured or runs. Absent: no etcd on this node. */
export async function probeEtcdData(
  ask: Ask,
  etcd: ObservedComponent,
  config: Observed<ParsedFile>,
): Promise<Observed<readonly EtcdDirectory[]>> {
  const { manifests, processes } = startedComponent(etcd);
  const places = [...manifests, ...processes].flatMap((call) =>
    etcdReadings(call, config).flatMap((settings): readonly (Place | Unknown)[] => {
      if (!isKnown(settings)) return [settings];
      return directoriesOf(settings).flatMap(([holds, path]) => placesOf(call, manifests, holds, path));
    }),
  );
  if (places.length === 0) {
    if (etcd.manifest.state === "unknown") return etcd.manifest;
    return etcd.process.state === "unknown" ? etcd.process : absent(etcd.process.source);
  }
  const distinct = new Map(places.map((place) => [JSON.stringify(place), place]));
  const directories = await Promise.all(
    [...distinct.values()].map(
      async (place): Promise<EtcdDirectory> =>
        "holds" in place ? { holds: place.holds, walk: await walk(ask, place) } : { holds: "data", walk: place },
    ),
  );
  return present(directories, etcd.process.source);
}
