import { categoryOf, plainTitle, type Requirement } from "../../../benchmark/requirement.ts";
import { howRead } from "../../../evidence/how-read.ts";
import { type DistributionName, distributions } from "../../../evidence/layout.ts";
import type { NodeFact } from "../../../evidence/node.ts";
import type { ClusterRuleFact } from "../../../evidence/run.ts";
import { type ClusterRule, clusterFactsOf } from "../../../rules/define-cluster-rule.ts";
import { factsOf, type NodeRule } from "../../../rules/define-rule.ts";
import { fixesOn } from "../../../rules/fixes/fixes-on.ts";
import type { Rule } from "../../../rules/rule.ts";

/** Whether a rule is judged by plimsoll or by a person. */
export const judgedHow = (rule: Rule): string => (rule.kind === "manual" ? "manual" : "automatic");

const listed = (items: readonly string[]): readonly string[] => items.map((item) => `  ${item}`);

const judgedOn = (rule: NodeRule | ClusterRule): string => {
  if (rule.kind === "cluster") return "Judged: automatic, on the cluster";
  const more = rule.also.length === 0 ? "" : ` (beyond the text on ${rule.also.join(" and ")} nodes too)`;
  return `Judged: automatic, on ${rule.roles.join(" and ")} nodes${more}`;
};

/** The facts that a rule names, of nodes or of the cluster. */
export const factsOfAny = (rule: NodeRule | ClusterRule): readonly (NodeFact | ClusterRuleFact)[] =>
  rule.kind === "cluster" ? clusterFactsOf(rule) : factsOf(rule);

const judged = (rule: NodeRule | ClusterRule): readonly string[] => [
  judgedOn(rule),
  "",
  "Reads:",
  ...listed(factsOfAny(rule).map((fact) => `${fact}: ${howRead[fact]}`)),
  "",
  `Not a finding by the text: ${rule.readings.literal}`,
  rule.readings.effective === rule.readings.literal
    ? "Not a finding in effect: the same"
    : `Not a finding in effect: ${rule.readings.effective}`,
  "Anything else is Open, and what could not be seen is Not Reviewed.",
  ...(rule.errata.length === 0 ? [] : ["", "By release:", ...listed(rule.errata)]),
];

/** One line for each change on each distribution where it is known how to make it. */
export const fixLines = ({ changes }: NodeRule): readonly string[] =>
  (Object.keys(distributions) as readonly DistributionName[]).flatMap((name) =>
    fixesOn(name, changes).map(({ change, how }) => `${distributions[name].title}, ${change}: ${how}`),
  );

/** What a requirement is called, by whom. */
function identify(requirement: Requirement): readonly string[] {
  const { id, severity } = requirement;
  if ("stigId" in requirement) {
    const { stigId, ruleId, ccis } = requirement;
    return [`${id}  ${stigId}  ${ruleId}  ${categoryOf(severity)}  ${ccis.join(" ")}`];
  }
  const { section, appendices, stig, nist } = requirement;
  const inV12 = section.v12 === undefined ? "" : ` (v1.2: ${section.v12})`;
  return [
    `${id}  NSA/CISA  ${severity}  ${nist.join(" ")}`,
    `Section: ${section.v10}${inV12}${appendices.length === 0 ? "" : `; appendix ${appendices.join(", ")}`}`,
    ...(stig.length === 0 ? [] : [`STIG: ${stig.join(" ")}`]),
  ];
}

/** All that plimsoll says of one rule. */
export function describeRule(requirement: Requirement, rule: Rule): readonly string[] {
  return [
    ...identify(requirement),
    plainTitle(requirement),
    "",
    ...(rule.kind === "manual" ? ["Judged: manual, by a person"] : judged(rule)),
    "",
    `Expected: ${rule.expected}`,
    "",
    `Check: ${rule.check}`,
    "",
    `Fix: ${rule.fix}`,
    ...(rule.kind !== "node" ? [] : ["", "How to make that change:", ...listed(fixLines(rule))]),
  ];
}
