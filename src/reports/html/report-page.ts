import type { Assessment } from "../../findings/assessment.ts";
import type { ReportFile } from "../report-file.ts";
import { bounded } from "./bounded.ts";
import { configurationsOf } from "./configurations.ts";
import { decisionsOfRules } from "./decisions-of-rules.ts";
import { findingView } from "./finding-view.ts";
import { partialsOf, place, policyWith, scriptOf, styleOf } from "./page-pieces.ts";
import { pageView } from "./page-view.ts";
import { templateOf } from "./templates.ts";

/** In the order in which they override each other. */
const style = styleOf([
  "page",
  "overview",
  "views",
  "filters",
  "rules",
  "nodes",
  "rows",
  "changes",
  "trend",
  "work",
  "worksheets",
  "decisions",
  "narrow",
  "contrast",
  "print",
]);
const script = scriptOf(["page", "filters", "state", "fold", "start"]);
const partials = partialsOf([
  "carried",
  "changed",
  "changes",
  "configurations",
  "connections",
  "counts",
  "coverage",
  "decisions",
  "filters",
  "fix-first",
  "icons",
  "judged-rule",
  "matrix",
  "meta",
  "named-rule",
  "nodes",
  "patterns",
  "persons-word",
  "reading",
  "readings",
  "responsibility",
  "row-sections",
  "rule-row",
  "seen-value",
  "shape",
  "status",
  "todo",
  "trend",
  "verdict",
  "which",
  "worklist",
  "worksheets",
]);

const renderPage = templateOf("report");
const renderFinding = templateOf("partials/finding");

const forScreen = { policy: policyWith(style, script), script };
/** Paper has no use for scripts: a page that is printed has none and allows none. */
const forPaper = { policy: policyWith(style), script: "" };

/** `report.html`: one file with everything in it, that needs no network and can be read without scripts. */
export const htmlReport = (assessment: Assessment): ReportFile => ({
  path: "report.html",
  content: page(assessment, forScreen),
});

/** The same page for a browser that prints it. */
export const printablePage = (assessment: Assessment): Iterable<string> => page(assessment, forPaper);

/** Rule by rule, for of a large cluster each names thousands of nodes. */
function* page(whole: Assessment, medium: typeof forScreen): Generator<string> {
  const assessment = bounded(whole);
  const configurations = configurationsOf(assessment);
  const view = pageView(assessment, configurations);
  const decisions = decisionsOfRules(view.decided);
  const pieces = renderPage({ ...view, ...medium, style, place }, { partials });
  const [beginning = "", ...rest] = pieces.split(place);
  const sections = view.parts.flatMap((part) => part.sections);
  if (rest.length !== sections.length) throw new Error("the page has not one place for the rules of each section");
  yield beginning;
  for (const [index, { findings }] of sections.entries()) {
    for (const finding of findings) yield renderFinding(findingView(finding, configurations, decisions), { partials });
    yield rest[index] ?? "";
  }
}
