import type { Assessment, Finding, FindingGroup } from "../../findings/assessment.ts";
import type { Seen, Verdict } from "../../findings/verdict.ts";
import { compareText } from "../reading-order.ts";

type GroupSeen = FindingGroup["literal"]["seen"][number];

/** What was seen of the targets of a group: of each alike, and whose own it is. */
type SeenOf = {
  readonly shared: readonly Seen[];
  readonly ofAll: readonly GroupSeen[];
  readonly own: ReadonlyMap<string, readonly GroupSeen[]>;
};

/**
 * What the groups of findings say of some nodes and of no others: looked up, for a large cluster has as many checklists
 * as nodes. It is the same whoever else is in a group, so where the group's first target was looked at is left out.
 */
export function groupsOfNodes({
  coverage,
}: Assessment): (finding: Finding, nodes: readonly string[]) => readonly FindingGroup[] {
  const indices = new Map<Finding, ReadonlyMap<string, readonly FindingGroup[]>>();
  const seenBy = new Map<FindingGroup["literal"], SeenOf>();
  const narrowed = (verdict: FindingGroup["literal"], targets: readonly string[]): Verdict => {
    const known = seenBy.get(verdict) ?? seenOf(verdict, coverage.api.server);
    seenBy.set(verdict, known);
    return { ...verdict, seen: [...known.shared, ...ownOf(known, targets)] };
  };
  return (finding, nodes) => {
    const index = indices.get(finding) ?? byTarget(finding);
    indices.set(finding, index);
    const found = new Map<FindingGroup, string[]>();
    for (const node of nodes) for (const group of index.get(node) ?? []) addTo(found, group, node);
    return finding.groups.flatMap((group) => {
      const targets = found.get(group);
      if (targets === undefined) return [];
      return [
        { ...group, targets, literal: narrowed(group.literal, targets), effective: narrowed(group.effective, targets) },
      ];
    });
  };
}

/** The groups of each target; nearly always one. */
function byTarget({ groups }: Finding): ReadonlyMap<string, readonly FindingGroup[]> {
  const index = new Map<string, readonly FindingGroup[]>();
  for (const group of groups) {
    const alone = [group];
    for (const target of group.targets) {
      const others = index.get(target) ?? alone;
      index.set(target, others.includes(group) ? others : [...others, group]);
    }
  }
  return index;
}

function seenOf({ seen }: FindingGroup["literal"], server: string | undefined): SeenOf {
  const own = new Map<string, GroupSeen[]>();
  for (const item of seen) for (const target of item.ownOf ?? []) addTo(own, target, item);
  return {
    shared: seen
      .filter(({ isOwn }) => !isOwn)
      .map((item) => placed(item, item.source.host === server ? item.source.host : "")),
    ofAll: seen.filter(({ isOwn, ownOf }) => isOwn && ownOf === undefined),
    own,
  };
}

/** What is the targets' own, in an order that nobody else changes, with the names of those that it is of if not of all. */
function ownOf({ ofAll, own }: SeenOf, targets: readonly string[]): readonly Seen[] {
  const owners = new Map<GroupSeen, string[]>(ofAll.map((item) => [item, [...targets]]));
  for (const target of targets) for (const item of own.get(target) ?? []) addTo(owners, item, target);
  return [...owners]
    .map(([item, of]) => placed(item, of.length === targets.length ? "" : of.join(", ")))
    .sort((a, b) =>
      compareText(JSON.stringify([a.what, a.value, a.source]), JSON.stringify([b.what, b.value, b.source])),
    );
}

/** With file and line, by which targets are alike: request, process and place in its command line may differ. */
const placed = ({ what, value, source: { file, line } }: GroupSeen, host: string): Seen => ({
  what,
  value,
  source: { host, request: "", ...(file !== undefined && { file }), ...(line !== undefined && { line }) },
});

function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
