import type { EtcdDirectory, FileStat, Walk } from "../../../evidence/files.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import { notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { elsewhereFacts, etcdElsewhere } from "../etcd/etcd-endpoints.ts";
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

/** The facts that show etcd's directories, and whether etcd is on this node at all. */
export const etcdDataFacts = ["stat.etcd-data", "manifest.etcd", "process.etcd", ...elsewhereFacts] as const;
type EtcdDataFacts = Pick<ObservedFacts, (typeof etcdDataFacts)[number]>;

// A walk ends at a link to a directory and at a mount point; etcd never leaves member/wal and member/snap empty.
function unwalked({ root, entries }: Walk): readonly Verdict[] {
  const isLink = (entry: FileStat) =>
    entry.path !== root && entry.type === "symlink" && resolved(entry).type === "directory";
  const isEmpty = (entry: FileStat) =>
    /\/member\/(wal|snap)$/.test(entry.path) && !entries.some(({ path }) => path.startsWith(`${entry.path}/`));
  return [
    ...entries.filter(isLink).map((entry) => notReviewed(`${entry.path} leads to a directory that was not walked.`)),
    ...entries
      .filter((entry) => entry.type === "directory" && isEmpty(entry))
      .map((entry) => notReviewed(`${entry.path} shows no file, which etcd always has there: it was not walked.`)),
  ];
}

/** Entries of one directory of etcd's. */
function selectIn({ walk }: EtcdDirectory, pick: (walk: Walk) => readonly FileStat[]): Selected {
  if (walk.state === "unknown") return only(unseenVerdict(walk));
  if (walk.state === "absent") return only(notReviewed("etcd's data directory was not found on this node."));
  const entries = pick(walk.value);
  if (entries.length === 0) return only(notReviewed(`${walk.value.root} holds no file.`));
  return { found: foundIn(entries, walk.source), others: unwalked(walk.value) };
}

/** Entries of the directories of every etcd here; without etcd on this node, what the API server says of where it is. */
export function selectEtcdData(
  facts: EtcdDataFacts,
  holds: readonly EtcdDirectory["holds"][],
  pick: (walk: Walk) => readonly FileStat[],
): Selected {
  const manifest = facts["manifest.etcd"];
  const process = facts["process.etcd"];
  const data = facts["stat.etcd-data"];
  if (manifest.state === "absent" && process.state === "absent") return only(etcdElsewhere(facts));
  // Data alone may be an old member's: a pass needs an etcd that is seen, and the manifest that would say where the
  // container's data directory is on the host.
  const needed = manifest.state === "present" ? [] : [manifest, process];
  const others = needed.flatMap((fact) => (fact.state === "unknown" ? [unseenVerdict(fact)] : []));
  if (data.state === "unknown") return only(unseenVerdict(data), ...others);
  const selected = entriesSeen(data)
    .filter((directory) => holds.includes(directory.holds))
    .map((directory) => selectIn(directory, pick));
  if (selected.length === 0) return only(notReviewed("etcd's data directory was not found on this node."), ...others);
  return {
    found: selected.flatMap(({ found }) => found),
    others: [...others, ...selected.flatMap((one) => one.others)],
  };
}

/** Everything of the data directory, itself included; nothing where it is empty. */
export const wholeWalk = (walk: Walk): readonly FileStat[] => (walk.entries.length > 1 ? walk.entries : []);

const etcdData = (
  named: string,
  pick: (walk: Walk) => readonly FileStat[],
  holds: readonly EtcdDirectory["holds"][] = ["data"],
): FileSelection =>
  fileSelection(
    { named, command: "find /var/lib/etcd/ -exec stat -c '%a %U:%G %n' {} +" },
    [],
    (facts) => selectEtcdData(facts, holds, pick),
    etcdDataFacts,
  );

/** Entries of etcd's data directory that are not hidden (V-242445). */
export const etcdTopEntries = etcdData("the entries of etcd's data directory", (walk) =>
  walk.entries.filter((entry) => depth(walk.root, entry.path) === 1 && !isHidden(walk.root, entry.path)),
);

// etcd writes through a link to a file.
const regularFiles = (walk: Walk) => walk.entries.filter((entry) => resolved(entry).type === "file");

/** Regular files below etcd's data directory (V-242459). */
export const etcdFiles = etcdData("the files below etcd's data directory", regularFiles);

/** The same, and below a write-ahead log that is elsewhere. */
export const etcdFilesAndLog = etcdData("the files of etcd's data and write-ahead log", regularFiles, ["data", "log"]);

/** The directory that a walk starts at. */
export const startOfWalk = (walk: Walk): readonly FileStat[] => walk.entries.slice(0, 1);

/** The data directory itself. */
export const etcdDirectory = etcdData("etcd's data directory", startOfWalk);
