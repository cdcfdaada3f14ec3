import { releaseName } from "../../benchmark/requirement.ts";
import type { Assessment } from "../../findings/assessment.ts";
import type { Checklist, ChecklistRule } from "../checklist/checklist.ts";
import { peoplesWords } from "../checklist/importable-text.ts";
import { xccdfResults } from "../status-words.ts";
import { type Attributes, closeTag, openTag, parentElement, textElement } from "../xml-writer.ts";
import { checkSystem, identsOf, profileId, regraded, ruleId, testResultId, testSystem, weightOf } from "./names.ts";
import { scoreOf, scoringModel } from "./score.ts";

type Run = Pick<Assessment, "tool" | "collected">;

/** The results, line by line. Times are those of the run that collected the evidence: they do not change afterwards. */
export function* testResult(checklist: Checklist, run: Run): Generator<string> {
  const { asset, stig, rules } = checklist;
  yield openTag(1, "cdf:TestResult", {
    id: testResultId(asset),
    version: stig.version,
    "test-system": testSystem(run.tool.version),
    "start-time": run.collected.from,
    "end-time": run.collected.to,
  });
  yield textElement(2, "cdf:title", `${stig.title} ${releaseName(stig)}, ${asset.hostName}`);
  yield textElement(2, "cdf:remark", asset.comment);
  if (regraded(checklist).length > 0) yield textElement(2, "cdf:profile", "", { idref: profileId });
  yield textElement(2, "cdf:target", asset.hostName);
  for (const address of asset.target.ip.split(", ")) {
    if (address !== "") yield textElement(2, "cdf:target-address", address);
  }
  // OpenRMF has the name from here only, and wants the attribute `name` second.
  const fact = { type: "string", name: "urn:scap:fact:asset:identifier:host_name" };
  yield* parentElement(2, "cdf:target-facts", [textElement(3, "cdf:fact", asset.hostName, fact)]);
  for (const rule of rules) yield* ruleResult(rule, run);
  yield textElement(2, "cdf:score", scoreOf(rules), { system: scoringModel, maximum: "100" });
  yield closeTag(1, "cdf:TestResult");
}

function ruleResult(rule: ChecklistRule, { collected }: Run): readonly string[] {
  const { finding, status, details, comments, override } = rule;
  const attributes: Attributes = {
    idref: ruleId(finding),
    time: collected.to,
    severity: override?.severity ?? finding.severity,
    version: finding.stigId,
    weight: weightOf(finding),
  };
  const children = [
    textElement(3, "cdf:result", xccdfResults[status]),
    ...identsOf(finding).map(([system, id]) => textElement(3, "cdf:ident", id, { system })),
    // Once: STIG Manager reads nothing where there are two.
    ...(details === "" ? [] : [textElement(3, "cdf:message", details, { severity: "info" })]),
    ...checkElement(comments),
  ];
  return parentElement(2, "cdf:rule-result", children, attributes);
}

/** People's words have no place of their own in XCCDF: STIG Manager's. */
const checkElement = (comments: string): readonly string[] =>
  comments === ""
    ? [textElement(3, "cdf:check", "", { system: checkSystem })]
    : parentElement(
        3,
        "cdf:check",
        parentElement(4, "cdf:check-content", [textElement(5, "sm:comment", peoplesWords(comments))]),
        {
          system: checkSystem,
        },
      );
