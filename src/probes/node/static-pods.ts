import type { FileStat, FileType, Walk } from "../../evidence/files.ts";
import {
  absent,
  entriesSeen,
  firstUnknown,
  type Observed,
  present,
  type Unknown,
  unknown,
  valuesSeen,
} from "../../evidence/observed.ts";
import type { ComponentName, Invocation } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { parseManifest, type StaticContainer } from "../parse/manifest.ts";
import type { LookAs } from "./process-view.ts";
import { listPath } from "./stat.ts";

/** What the static-pod directories hold: the entries, and the containers of every manifest in them. */
export type StaticPods = {
  readonly directories: readonly Observed<Walk>[];
  readonly manifests: readonly Observed<readonly StaticContainer[]>[];
  /** Why it is not known which other directory the kubelet takes static pods from. */
  readonly unseen?: Unknown;
};

/** What a link leads to; nothing where it leads nowhere. */
const typeAtEnd = (entry: FileStat): FileType | undefined => {
  if (entry.type !== "symlink") return entry.type;
  return entry.target === "dangling" ? undefined : entry.target?.type;
};

/**
 * The files that the kubelet loads: all regular ones of the directory but the hidden, links followed, and nothing deeper.
 * A static pod path may be a single file, too.
 */
function manifestFiles({ root, entries }: Walk): readonly string[] {
  const isInside = (path: string) => {
    const name = path.slice(root.length + 1);
    return name !== "" && !name.includes("/") && !name.startsWith(".");
  };
  return entries
    .filter((entry) => typeAtEnd(entry) === "file" && (entry.path === root || isInside(entry.path)))
    .map(({ path }) => path);
}

/** A file that was listed and then is not there proves nothing: a name can be such that nobody can ask for it. */
async function readManifest(ask: Ask, lookAs: LookAs, named: string): Promise<Observed<readonly StaticContainer[]>> {
  if (!canAskFor(named)) {
    return unknown("unsupported", "its name is no UTF-8 or not in one line", { host: "", request: `read ${named}` });
  }
  const read = await lookAs(named, (file) =>
    ask({ verb: "read", argument: file }, (payload, source) => parseManifest(asText(payload), { ...source, file })),
  );
  return read.state === "absent" ? unknown("unsupported", "it was listed, but could not be found", read.source) : read;
}

/** One directory and its manifests, as the host or a kubelet sees them. */
export async function probeStaticPodDirectory(ask: Ask, named: string, lookAs: LookAs): Promise<StaticPods> {
  const directory = await lookAs(named, (path) => listPath(ask, path));
  if (directory.state !== "present") return { directories: [directory], manifests: [] };
  const files = manifestFiles(directory.value);
  return {
    directories: [directory],
    manifests: await Promise.all(files.map((file) => readManifest(ask, lookAs, file))),
  };
}

/** Several directories as one: `/etc/kubernetes/manifests` and the kubelet's own. */
export const joinStaticPods = (parts: readonly StaticPods[], unseen: Unknown | undefined): StaticPods => ({
  directories: parts.flatMap(({ directories }) => directories),
  manifests: parts.flatMap(({ manifests }) => manifests),
  ...(unseen === undefined ? {} : { unseen }),
});

/** The directories that exist; unknown where one could not be listed, absent where none exists. */
export function manifestDirectories({ directories }: StaticPods): Observed<readonly Walk[]> {
  const unseen = firstUnknown(directories);
  if (unseen !== undefined) return unseen;
  const [first] = directories;
  if (first === undefined) throw new Error("no static pod directory was asked for");
  const found = valuesSeen(directories);
  return found.length === 0 ? absent(first.source) : present(found, first.source);
}

/**
 * The containers that run a component, or all (`component` undefined). A manifest that cannot be read may hold any
 * component, a second one of those found too: it makes all unknown. So does a directory that the kubelet may have
 * besides, but for a component that is found.
 */
export function manifestContainers(
  pods: StaticPods,
  component: ComponentName | undefined,
): Observed<readonly Invocation[]> {
  const directories = manifestDirectories(pods);
  if (directories.state === "unknown") return directories;
  const unread = firstUnknown(pods.manifests);
  if (unread !== undefined) return unread;
  const found = pods.manifests
    .flatMap(entriesSeen)
    .filter((container) => component === undefined || container.component === component)
    .map(({ invocation }) => invocation);
  if (pods.unseen !== undefined && (component === undefined || found.length === 0)) return pods.unseen;
  return found.length === 0 ? absent(directories.source) : present(found, directories.source);
}
