import type { FileStat, Walk } from "../../../evidence/files.ts";
import type { NodeLayout } from "../../../evidence/layout.ts";
import type { Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { etcdElsewhere } from "../etcd-flag.ts";
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

/** The facts that show etcd's data, and whether etcd is on this node at all. */
export const etcdDataFacts = [
  "stat.etcd-data",
  "manifest.etcd",
  "process.etcd",
  "manifest.kube-apiserver",
  "process.kube-apiserver",
  "node.layout",
] as const;
type EtcdDataFacts = {
  readonly "stat.etcd-data": Observed<Walk>;
  readonly "manifest.etcd": Observed<readonly Invocation[]>;
  readonly "process.etcd": Observed<readonly Invocation[]>;
  readonly "manifest.kube-apiserver": Observed<readonly Invocation[]>;
  readonly "process.kube-apiserver": Observed<readonly Invocation[]>;
  readonly "node.layout": Observed<NodeLayout>;
};

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

/** Entries of etcd's data directory; without etcd on this node, what the API server says of where it is. */
export function selectEtcdData(facts: EtcdDataFacts, pick: (walk: Walk) => readonly FileStat[]): Selected {
  const manifest = facts["manifest.etcd"];
  const process = facts["process.etcd"];
  const walk = facts["stat.etcd-data"];
  if (manifest.state === "absent" && process.state === "absent") {
    return only(etcdElsewhere(facts["node.layout"], facts["manifest.kube-apiserver"], facts["process.kube-apiserver"]));
  }
  // Data alone may be an old member's: a pass needs an etcd that is seen, and the manifest that would say where the
  // container's data directory is on the host.
  const needed = manifest.state === "present" ? [] : [manifest, process];
  const others = needed.flatMap((fact) => (fact.state === "unknown" ? [unseenVerdict(fact)] : []));
  if (walk.state === "unknown") return only(unseenVerdict(walk), ...others);
  if (walk.state === "absent") return only(notReviewed("etcd's data directory was not found on this node."), ...others);
  const entries = pick(walk.value);
  if (entries.length === 0) return only(notReviewed(`${walk.value.root} holds no file.`), ...others);
  return { found: foundIn(entries, walk.source), others: [...others, ...unwalked(walk.value)] };
}

/** Everything of the data directory, itself included; nothing where it is empty. */
export const wholeWalk = (walk: Walk): readonly FileStat[] => (walk.entries.length > 1 ? walk.entries : []);

const etcdData = (named: string, pick: (walk: Walk) => readonly FileStat[]): FileSelection =>
  fileSelection(
    { named, command: "find /var/lib/etcd/ -exec stat -c '%a %U:%G %n' {} +" },
    [],
    (facts) => selectEtcdData(facts, pick),
    etcdDataFacts,
  );

/** Entries of etcd's data directory that are not hidden (V-242445). */
export const etcdTopEntries = etcdData("the entries of etcd's data directory", (walk) =>
  walk.entries.filter((entry) => depth(walk.root, entry.path) === 1 && !isHidden(walk.root, entry.path)),
);

/** Regular files below etcd's data directory (V-242459). */
export const etcdFiles = etcdData("the files below etcd's data directory", (walk) =>
  walk.entries.filter((entry) => entry.type === "file"),
);

/** The data directory itself. */
export const etcdDirectory = etcdData("etcd's data directory", (walk) => walk.entries.slice(0, 1));
