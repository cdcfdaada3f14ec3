import type { NodeRoles, ObservedFacts } from "../evidence/node.ts";
import { type Judgement, notApplicable, notReviewed, type Verdict, worst } from "../findings/verdict.ts";
import type { Condition, NodeRule, RuleRole } from "../rules/define-rule.ts";
import { unseenVerdict } from "../rules/define-rule.ts";

/** A rule's judgement on one node. */
export type NodeJudgement = Judgement & {
  /** The check text does not speak of such a node, but the requirement covers it. */
  readonly beyondText: boolean;
  /** The node is proven to be of no kind that the rule covers. */
  readonly outsideRoles: boolean;
};

const has = (roles: NodeRoles, role: RuleRole): boolean => {
  if (role === "etcd") return roles.etcdOnly;
  return role === "control-plane" ? roles.controlPlane : roles.worker;
};

const read = (conditions: readonly Condition[], facts: ObservedFacts): Verdict =>
  worst(conditions.map((condition) => condition.decide(facts)));

const outside = (rule: NodeRule, roles: NodeRoles): Verdict =>
  notApplicable(`The check is for ${rule.roles.join(" and ")} nodes; shown otherwise by ${roles.shownBy.join(", ")}.`);

/**
 * Judges a rule on a node. A node that is proven to have none of the rule's roles is Not Applicable. Where the role is
 * not known a rule for one role only is Not Reviewed.
 */
export function judgeNode(rule: NodeRule, facts: ObservedFacts): NodeJudgement {
  const role = facts["node.role"];
  const forEveryNode = rule.roles.includes("control-plane") && rule.roles.includes("worker");
  if (role.state === "present") {
    const covered = rule.roles.some((wanted) => has(role.value, wanted));
    const alsoCovered = rule.also.some((wanted) => has(role.value, wanted));
    if (covered) return both(rule, facts, false);
    if (alsoCovered) return decidedBy(role.value, both(rule, facts, true));
    const verdict = outside(rule, role.value);
    return { literal: verdict, effective: verdict, beyondText: false, outsideRoles: true };
  }
  if (forEveryNode) return both(rule, facts, false);
  const why = role.state === "unknown" ? unseenVerdict(role) : notReviewed("The node's role is not known.");
  return { literal: why, effective: why, beyondText: false, outsideRoles: false };
}

const both = (rule: NodeRule, facts: ObservedFacts, beyondText: boolean): NodeJudgement => ({
  literal: read(rule.literal, facts),
  effective: read(rule.effective, facts),
  beyondText,
  outsideRoles: false,
});

/** Says of a node beyond the text that it is so by the site's decision. */
function decidedBy({ decision }: NodeRoles, judgement: NodeJudgement): NodeJudgement {
  if (decision === undefined) return judgement;
  const reason = `${judgement.literal.reason} Not counted by a decision of the site (${decision}).`;
  return { ...judgement, literal: { ...judgement.literal, reason } };
}
