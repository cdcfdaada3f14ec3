import type { FileStat, Walk } from "../../../evidence/files.ts";
import type { NodeLayout } from "../../../evidence/layout.ts";
import type { NodeRoles } from "../../../evidence/node.ts";
import { entriesSeen, type Known, type Observed } from "../../../evidence/observed.ts";
import { noneOf } from "./no-files.ts";
import {
  depth,
  type FileSelection,
  fileSelection,
  foundIn,
  isHidden,
  only,
  resolved,
  type Selected,
} from "./selection.ts";

type Wanted = (walk: Walk, entry: FileStat) => boolean;

// staticPodPath may name a single file: then the walk starts, and ends, at that manifest.
const isDirectoryItself: Wanted = (walk, entry) => entry.path === walk.root && resolved(entry).type !== "file";

const ofType =
  (wanted: string): Wanted =>
  (_walk, entry) =>
    resolved(entry).type === wanted;
const listed =
  (deepest: number): Wanted =>
  (walk, entry) =>
    !isDirectoryItself(walk, entry) && !isHidden(walk.root, entry.path) && depth(walk.root, entry.path) <= deepest;

/** Entries that count; without any (`counts`), what the node is decides. */
function select(
  walks: Known<readonly Walk[]>,
  role: Observed<NodeRoles>,
  layout: Observed<NodeLayout>,
  wanted: Wanted,
  counts: Wanted = wanted,
): Selected {
  const found = entriesSeen(walks);
  const pick = (which: Wanted) => found.flatMap((walk) => walk.entries.filter((entry) => which(walk, entry)));
  const none = noneOf("the static pod manifests", role, layout);
  const entries = foundIn(pick(wanted), walks.source);
  if (pick(counts).length > 0) return { found: entries, others: [] };
  return entries.length === 0 ? only(none) : { found: entries, others: [], whenFine: none };
}

const manifests = (named: string, wanted: Wanted, counts?: Wanted): FileSelection =>
  fileSelection(
    { named, command: "ls -laR /etc/kubernetes/manifests (and the kubelet's staticPodPath)" },
    ["stat.manifests"],
    (facts) => select(facts["stat.manifests"], facts["node.role"], facts["node.layout"], wanted, counts),
    ["node.role", "node.layout"],
  );

/** A manifest is a file: a directory below may belong to root as well, and shows none. */
const fileOf =
  (wanted: Wanted): Wanted =>
  (walk, entry) =>
    wanted(walk, entry) && ofType("file")(walk, entry);

/** What `ls -l *` shows in the static-pod directories: entries that are not hidden, one directory deep (V-242405). */
export const manifestsAndSubdirectories = manifests("the static pod manifests", listed(2), fileOf(listed(2)));

/** What `manifests/*` names: entries that are not hidden (V-242444). */
export const manifestEntriesOfDirectory = manifests("the static pod manifests", listed(1), fileOf(listed(1)));

/** The same and the directories themselves: who owns a directory replaces what is in it. */
export const manifestEntriesAndDirectory = manifests(
  "the static pod manifests and their directory",
  (walk, entry) => isDirectoryItself(walk, entry) || listed(1)(walk, entry),
  fileOf(listed(1)),
);

/** All that is in the static-pod directories, hidden entries and the directories themselves included. */
export const wholeManifestDirectories = manifests(
  "the static pod directories and all that is in them",
  () => true,
  ofType("file"),
);

/** Manifest files that are not hidden, links to files included (V-242408). */
export const manifestFiles = manifests("the static pod manifests", fileOf(listed(2)));

/** The same with hidden files. */
export const allManifestFiles = manifests("the static pod manifests, hidden ones too", ofType("file"));
