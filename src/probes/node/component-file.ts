import { posix } from "node:path";
import { hostPathOf } from "../../evidence/container-paths.ts";
import type { FileStat } from "../../evidence/files.ts";
import { firstUnknown, type Observed, present, type Source, type Unknown, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { withoutEndSlashes } from "../../evidence/trailing-slashes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { stepsTo, withoutProcessId, withoutProcessIds } from "./process-root.ts";
import { asProcess } from "./process-view.ts";
import { statPath } from "./stat.ts";

/** A component as it is configured and as it runs. No manifest: its process sees the host's files. */
export type StartedComponent = {
  readonly manifests: readonly Invocation[];
  readonly processes: readonly Invocation[];
  readonly source: Source;
};

/** What a component's file holds, and the path on the host under which it was read. */
export type ComponentFile = { readonly file: string; readonly text: string };

const unsupported = (component: StartedComponent, message: string): Unknown =>
  unknown("unsupported", message, component.source);

/** A named file that does not exist cannot be what the component started with. */
const readFile = async (ask: Ask, file: string): Promise<Observed<ComponentFile>> => {
  const read = await ask({ verb: "read", argument: file }, (payload) => ({ file, text: asText(payload) }));
  if (read.state === "absent") return unknown("unparseable", "a file that is named does not exist", read.source);
  return read.state === "present" ? present(read.value, { ...read.source, file }) : read;
};

/** The file that a component knows by a path, read where the host shows it; absent is never the answer. */
export async function readComponentFile(
  ask: Ask,
  component: StartedComponent,
  path: string,
): Promise<Observed<ComponentFile>> {
  const read = withoutProcessIds(await locateAndRead(ask, component, path));
  return read.state === "present"
    ? present({ ...read.value, file: withoutProcessId(read.value.file) }, read.source)
    : read;
}

async function locateAndRead(ask: Ask, component: StartedComponent, path: string): Promise<Observed<ComponentFile>> {
  if (!canAskFor(path) || path.split("/").includes("..")) {
    return unsupported(component, `${path} is not an absolute path in one line without ..`);
  }
  const plain = posix.normalize(path);
  const { manifests } = component;
  if (manifests.length === 0) return readOnHost(ask, component, plain);
  const mapped = new Set(manifests.map((call) => hostPathOf(call, plain)));
  if (mapped.size > 1) return unsupported(component, `several manifests mount ${path} from different places`);
  const [first] = manifests;
  const [file] = mapped;
  if (first === undefined || file === undefined) return readInContainer(ask, component, plain);
  const below = belowMount(first, plain).flatMap((container) => hostPathOf(first, container) ?? []);
  return (await linksAmong(ask, component, below)) ?? readFile(ask, file);
}

/** What leads to a path within the mount that covers it: links there would lead elsewhere on the host. */
function belowMount({ mounts }: Invocation, path: string): readonly string[] {
  const covering = mounts
    .map(({ mountPath }) => withoutEndSlashes(posix.normalize(mountPath)))
    .filter((mount) => path === mount || path.startsWith(`${mount}/`));
  const longest = Math.max(0, ...covering.map((mount) => mount.length));
  return stepsTo(path).filter((prefix) => prefix.length > longest);
}

/** Why a file cannot be followed to: a symbolic link resolves in the container otherwise than on the host. */
async function linksAmong(
  ask: Ask,
  component: StartedComponent,
  paths: readonly string[],
): Promise<Unknown | undefined> {
  const stats = await Promise.all(paths.map((path) => statPath(ask, path)));
  const unseen = firstUnknown(stats);
  if (unseen !== undefined) return unseen;
  const types = stats.map((stat: Observed<FileStat>) => (stat.state === "present" ? stat.value.type : "missing"));
  const link = paths[types.indexOf("symlink")];
  if (link !== undefined) {
    return unsupported(component, `${link} is a symbolic link, which may lead elsewhere in the container`);
  }
  if (types.at(-1) !== "directory" && types.at(-1) !== "other") return undefined;
  return unsupported(component, `${paths.at(-1)} is no regular file`);
}

/** Through the process's own root: for a file that no hostPath mount covers. */
async function readInContainer(ask: Ask, component: StartedComponent, path: string): Promise<Observed<ComponentFile>> {
  const [only, ...more] = component.processes;
  if (only?.source.pid === undefined || more.length > 0) {
    const why = more.length > 0 ? "several processes run" : "no process runs through whose root it could be read";
    return unsupported(component, `no hostPath mount covers ${path}, and ${why}`);
  }
  const root = `/proc/${only.source.pid}/root`;
  const below = stepsTo(path).map((prefix) => root + prefix);
  return (await linksAmong(ask, component, below)) ?? readFile(ask, root + path);
}

/** The host's own file, as every process of the component sees it. */
async function readOnHost(ask: Ask, component: StartedComponent, path: string): Promise<Observed<ComponentFile>> {
  const seen = await Promise.all(
    component.processes.map((call) => asProcess(ask, call, path, (file) => readFile(ask, file))),
  );
  return firstUnknown(seen) ?? seen[0] ?? readFile(ask, path);
}
