import type { NodeRead } from "../evidence/node.ts";
import type { UnknownReason } from "../evidence/observed.ts";
import { notReviewed, type Verdict } from "../findings/verdict.ts";
import { factsOf, type NodeRule } from "../rules/define-rule.ts";
import type { NodeJudgement } from "./judge.ts";

/**
 * The judgement on a host with regard to whether it was read. What the API says of one that was not, and what came before
 * its session broke, may be a finding, never a pass; only where a rule asks how the SSH attempt itself ended that is an
 * answer. A host that is proven to be of another kind stays outside the rule.
 */
export function asRead(rule: NodeRule, read: NodeRead, judgement: NodeJudgement): NodeJudgement {
  if (read.state === "read" || judgement.outsideRoles || factsOf(rule).includes("ssh.transport")) return judgement;
  const { literal, effective } = judgement;
  return { ...judgement, literal: withoutPass(literal, read.cause), effective: withoutPass(effective, read.cause) };
}

const withoutPass = (verdict: Verdict, cause: UnknownReason): Verdict =>
  ["not_a_finding", "not_applicable"].includes(verdict.status)
    ? notReviewed(`The host was not read (${cause}).`, verdict.seen)
    : verdict;
