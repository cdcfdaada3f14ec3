import type { NodeFact, NodeRead } from "../evidence/node.ts";
import { type Verdict, worst } from "../findings/verdict.ts";
import type { NodeRule } from "../rules/define-rule.ts";
import type { ApiWitness } from "./api-witness.ts";
import { judgeNode, type NodeJudgement } from "./judge.ts";

const isPass = ({ status }: Verdict): boolean => status === "not_a_finding" || status === "not_applicable";

const saying = (verdict: Verdict, sentence: string): Verdict => ({
  ...verdict,
  reason: `${verdict.reason} ${sentence}`,
});

/** The effective verdict with what the API says of the same: the worse counts, and what both saw is shown. */
function together(node: Verdict, api: Verdict, mayPass: boolean): Verdict {
  const seen = worst([node, api]).seen;
  if (node.status === "not_reviewed") {
    const alone = { ...api, seen, reason: `By the API alone: ${api.reason}` };
    // What a host that was asked did not show may be just what the API does not know either.
    return isPass(api) && !mayPass ? { ...saying(node, alone.reason), seen } : alone;
  }
  return contradicts(node, api) ? contradicted({ ...worst([node, api]), seen }, node, api) : { ...node, seen };
}

const contradicts = (node: Verdict, api: Verdict): boolean =>
  node.status !== "not_reviewed" && isPass(node) !== isPass(api);

const contradicted = (verdict: Verdict, node: Verdict, api: Verdict): Verdict => ({
  ...verdict,
  reason: `${node.reason} The API contradicts: ${api.reason}`,
});

/**
 * Whether the API says anything of the rule. Of a component of which only what was given by hand is known a flag that is
 * not there says nothing: the process around it may give it.
 */
function says({ status, seen }: Verdict, { givenOnly }: ApiWitness, asked: readonly NodeFact[]): boolean {
  if (!asked.some((fact) => givenOnly.includes(fact))) return status === "open" || status === "not_a_finding";
  return status === "open" && !seen.some(({ value }) => value === "not set");
}

/**
 * A judgement with the API as second witness, asked by the rule's own effective conditions. The literal reading is about
 * the node: there a contradiction is said and changes nothing. Of a host that was not read what the API shows is the
 * effective verdict. An API that shows nothing of what the rule asks, or not enough, leaves everything as it is.
 */
export function withApi(
  rule: NodeRule,
  judgement: NodeJudgement,
  witness: ApiWitness | undefined,
  { state }: NodeRead,
): NodeJudgement {
  if (witness === undefined || judgement.outsideRoles) return judgement;
  const asked = rule.effective.flatMap(({ needs }) => needs);
  if (!asked.some((fact) => witness.shows.includes(fact))) return judgement;
  const api = judgeNode(rule, witness.facts).effective;
  if (!says(api, witness, asked)) return judgement;
  const { literal, effective } = judgement;
  // Of what is in force a kubelet's own word is all that there is to know, whatever else of the node was not seen.
  const isKubeletsWord = [asked, witness.shows].every((facts) => facts.includes("kubelet.configz"));
  return {
    ...judgement,
    literal: contradicts(effective, api) ? saying(literal, `The API contradicts: ${api.reason}`) : literal,
    effective: together(effective, api, state !== "read" || isKubeletsWord),
  };
}
