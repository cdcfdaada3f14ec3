import type { Coverage, Finding, FindingGroup } from "../findings/assessment.ts";
import { objectName } from "../findings/object-name.ts";
import type { NamedObject, Verdict } from "../findings/verdict.ts";

/** One thing that a finding is open on. */
export type OpenItem = {
  /** As waivers and reports name it. */
  readonly name: string;
  /** Of a node what it was found to be, or what the inventory says where nobody knows. */
  readonly roles?: readonly string[];
  readonly object?: NamedObject;
};

type Nodes = ReadonlyMap<string, Coverage["nodes"][number]>;

/** Whether a group is part of the finding by either reading: what is judged apart on the cluster is not. */
export const isPart = ({ ofCluster, beyondText }: FindingGroup): boolean => !(ofCluster && beyondText);

/** The verdicts that are open, of a group of targets: by the text only where the text counts them. */
const openVerdicts = ({ literal, effective, beyondText }: FindingGroup): readonly Verdict[] =>
  [...(beyondText ? [] : [literal]), effective].filter(({ status }) => status === "open");

/** What makes the cluster as a whole open: objects, and the cluster itself for whatever cannot be told. */
function itemsOfCluster(cluster: string, verdicts: readonly Verdict[]): readonly OpenItem[] {
  const isTold = verdicts.every(
    ({ objects = [], seen }) => objects.length > 0 && seen.every(({ unseen }) => unseen === undefined),
  );
  return [
    ...verdicts.flatMap(({ objects = [] }) => objects.map((object) => ({ name: objectName(object), object }))),
    ...(isTold ? [] : [{ name: cluster }]),
  ];
}

/** What a node was found to be, or what the inventory says where nobody knows. */
export const rolesOf = ({ role, roles = [] }: Pick<Coverage["nodes"][number], "role" | "roles">): readonly string[] =>
  roles.length > 0 ? roles : [role];

/**
 * All that a finding is open on by either reading. Of what is judged on the cluster each object is one thing, and where
 * something else makes it open, or not all was seen, the cluster is one more, which only a waiver of it all covers.
 * Groups that are judged apart (the platform's own) are no part of it.
 */
export function openItems({ groups }: Finding, { nodes }: Coverage): readonly OpenItem[] {
  const known: Nodes = new Map(nodes.map((node) => [node.name, node]));
  const items = groups.filter(isPart).flatMap((group) => {
    const verdicts = openVerdicts(group);
    if (verdicts.length === 0) return [];
    return group.targets.flatMap((target): readonly OpenItem[] => {
      const node = group.ofCluster ? undefined : known.get(target);
      return node === undefined ? itemsOfCluster(target, verdicts) : [{ name: target, roles: rolesOf(node) }];
    });
  });
  return [...new Map(items.map((item) => [item.name, item])).values()];
}
