import { type DistributionName, distributions } from "../evidence/layout.ts";
import type { NodeRoles, ObservedFacts } from "../evidence/node.ts";
import type { Finding } from "../findings/assessment.ts";
import type { NodeRule } from "../rules/define-rule.ts";
import type { Change } from "../rules/fixes/change.ts";
import { fixesOn } from "../rules/fixes/fixes-on.ts";
import type { Judged } from "./merge.ts";

type MadeNode = {
  readonly name: string;
  readonly distribution: DistributionName;
  /** Undefined where it is not known what the node is. */
  readonly roles: NodeRoles | undefined;
};

/** Which distribution made each node, as far as it is known. */
export type MadeNodes = { readonly byName: ReadonlyMap<string, MadeNode>; readonly mixed: boolean };

/** Beyond this many names their number has to do. */
const mostNames = 8;

/** What the nodes' facts say of who made them. */
export function madeNodes(
  nodes: readonly { readonly target: string; readonly facts: Pick<ObservedFacts, "node.layout" | "node.role"> }[],
): MadeNodes {
  const known = nodes.flatMap(({ target: name, facts }): readonly MadeNode[] => {
    const { "node.layout": layout, "node.role": role } = facts;
    if (layout.state !== "present") return [];
    return [
      { name, distribution: layout.value.distribution, roles: role.state === "present" ? role.value : undefined },
    ];
  });
  return {
    byName: new Map(known.map((node) => [node.name, node])),
    mixed: new Set(known.map(({ distribution }) => distribution)).size > 1,
  };
}

/** As the finding counts it: what the text does not speak of is open by the effective reading alone. */
const isOpen = ({ judgement: { literal, effective, beyondText } }: Judged): boolean =>
  effective.status === "open" || (literal.status === "open" && !beyondText);

/** Flags of the control plane are not changed on nodes that have none. */
const concerns = (change: Change, nodes: readonly MadeNode[]): boolean =>
  !change.startsWith("flag of ") ||
  nodes.some(({ roles }) => roles === undefined || roles.controlPlane || roles.etcdOnly);

const titleOf = (name: DistributionName): string =>
  name === "plain" ? "a distribution that is not known" : distributions[name].title;

/**
 * How the changes that a rule asks for are made on the distributions of the nodes that it is open on, by either reading;
 * nothing where none is open, or where it is not known.
 */
export function fixesFor({ changes }: NodeRule, judged: readonly Judged[], made: MadeNodes): Pick<Finding, "fixes"> {
  const nodes = judged.filter(isOpen).flatMap(({ target }) => made.byName.get(target) ?? []);
  const fixes = [...new Set(nodes.map(({ distribution }) => distribution))].flatMap((distribution) => {
    const own = nodes.filter((node) => node.distribution === distribution);
    const on = made.mixed && own.length <= mostNames ? { on: own.map(({ name }) => name) } : {};
    const wanted = changes.filter((change) => concerns(change, own));
    return fixesOn(distribution, wanted).map(({ change, how }) => ({
      distribution: titleOf(distribution),
      nodes: own.length,
      ...on,
      change,
      how,
    }));
  });
  return fixes.length === 0 ? {} : { fixes };
}
