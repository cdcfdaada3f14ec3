import type { Walk } from "../../evidence/files.ts";
import { absent, entriesSeen, type Observed, present } from "../../evidence/observed.ts";
import type { ComponentName, Invocation } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { parseManifest, type StaticContainer } from "../parse/manifest.ts";
import { parseWalk } from "../parse/stat-lines.ts";

/** What the static-pod directories hold: the entries, and the containers of every manifest in them. */
export type StaticPods = {
  readonly directories: readonly Observed<Walk>[];
  readonly manifests: readonly Observed<readonly StaticContainer[]>[];
};

const isManifest = (walk: Walk, path: string): boolean => {
  const name = path.slice(walk.root.length + 1);
  return name !== "" && !name.includes("/") && !name.startsWith(".");
};

/** One directory and its manifests: the kubelet loads every file in it that is not hidden, and does not go deeper. */
export async function probeStaticPodDirectory(ask: Ask, path: string): Promise<StaticPods> {
  const directory = await ask({ verb: "list", argument: path }, (payload) => parseWalk(payload, path));
  if (directory.state !== "present") return { directories: [directory], manifests: [] };
  const files = directory.value.entries.filter(
    (entry) => isManifest(directory.value, entry.path) && entry.type !== "directory" && canAskFor(entry.path),
  );
  const manifests = await Promise.all(
    files.map(({ path: file }) =>
      ask({ verb: "read", argument: file }, (payload, source) => parseManifest(asText(payload), { ...source, file })),
    ),
  );
  return { directories: [directory], manifests };
}

/** Several directories as one: `/etc/kubernetes/manifests` and the kubelet's own. */
export const joinStaticPods = (parts: readonly StaticPods[]): StaticPods => ({
  directories: parts.flatMap(({ directories }) => directories),
  manifests: parts.flatMap(({ manifests }) => manifests),
});

/** The directories that exist; unknown where one could not be listed, absent where none exists. */
export function manifestDirectories({ directories }: StaticPods): Observed<readonly Walk[]> {
  const unseen = directories.find(({ state }) => state === "unknown");
  if (unseen?.state === "unknown") return unseen;
  const [first] = directories;
  if (first === undefined) throw new Error("no static pod directory was asked for");
  const found = directories.flatMap((directory) => (directory.state === "present" ? [directory.value] : []));
  return found.length === 0 ? absent(first.source) : present(found, first.source);
}

/**
 * The containers that run a component, or all (`component` undefined). A manifest that cannot be read may hold any
 * component, a second one of those found too: it makes all unknown.
 */
export function manifestContainers(
  pods: StaticPods,
  component: ComponentName | undefined,
): Observed<readonly Invocation[]> {
  const directories = manifestDirectories(pods);
  if (directories.state === "unknown") return directories;
  const unread = pods.manifests.find(({ state }) => state === "unknown");
  if (unread?.state === "unknown") return unread;
  const found = pods.manifests
    .flatMap(entriesSeen)
    .filter((container) => component === undefined || container.component === component)
    .map(({ invocation }) => invocation);
  return found.length === 0 ? absent(directories.source) : present(found, directories.source);
}
