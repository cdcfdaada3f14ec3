import type { FileStat, Walk } from "../../../evidence/files.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { withoutConfiguration } from "../kubelet/kubelet-config.ts";
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

const helpful = ["node.role", "node.layout", "process.kubelet", "kubelet.config"] as const;
type Shown = { readonly "stat.manifests": Known<readonly Walk[]> } & Pick<ObservedFacts, (typeof helpful)[number]>;

/**
 * Why there may be a directory of static pods that nobody looked into: the kubelet names one where it was not seen. A
 * kubelet within another process shows nothing, and none is seen where its distribution is not: then the distribution's
 * own directory counts.
 */
function otherDirectories(shown: Shown): readonly Verdict[] {
  const { "process.kubelet": kubelet, "kubelet.config": config, "node.layout": layout } = shown;
  const isEmbedded = layout.state === "present" && layout.value.controlPlane === "embedded in one process";
  if (kubelet.state === "unknown") return isEmbedded ? [] : [unseenVerdict(kubelet)];
  if (kubelet.state === "absent") return layout.state === "unknown" ? [unseenVerdict(layout)] : [];
  if (config.state === "unknown") return [unseenVerdict(config)];
  const missing = withoutConfiguration(kubelet, config);
  return missing === undefined ? [] : [missing];
}

/** Entries that count; without any (`counts`), what the node is decides. */
function select(shown: Shown, wanted: Wanted, counts: Wanted = wanted): Selected {
  const walks = shown["stat.manifests"];
  const found = entriesSeen(walks);
  const pick = (which: Wanted) => found.flatMap((walk) => walk.entries.filter((entry) => which(walk, entry)));
  const none = noneOf("the static pod manifests", shown["node.role"], shown["node.layout"]);
  const entries = foundIn(pick(wanted), walks.source);
  const others = otherDirectories(shown);
  if (pick(counts).length > 0) return { found: entries, others };
  return entries.length === 0 ? only(none, ...others) : { found: entries, others, whenFine: none };
}

const manifests = (named: string, wanted: Wanted, counts?: Wanted): FileSelection =>
  fileSelection(
    { named, command: "ls -laR /etc/kubernetes/manifests (and the kubelet's staticPodPath)" },
    ["stat.manifests"],
    (facts) => select(facts, wanted, counts),
    helpful,
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
