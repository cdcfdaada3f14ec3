import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import Handlebars from "handlebars";
import type { Assessment } from "../../findings/assessment.ts";
import type { ReportFile } from "../report-file.ts";
import { bounded } from "./bounded.ts";
import { configurationsOf } from "./configurations.ts";
import { decisionsOfRules } from "./decisions-of-rules.ts";
import { findingView } from "./finding-view.ts";
import { pageView } from "./page-view.ts";

const template = (name: string): string => readFileSync(new URL(`../../../templates/${name}`, import.meta.url), "utf8");

/** In the order in which they override each other. */
const styleSheets = [
  "page",
  "overview",
  "views",
  "filters",
  "rules",
  "nodes",
  "rows",
  "changes",
  "work",
  "worksheets",
  "decisions",
  "narrow",
  "contrast",
  "print",
] as const;
const style = styleSheets.map((name) => template(`style/${name}.css`)).join("");
/** Pieces of one script, which sees all of them as its own. */
const scripts = ["page", "filters", "state", "fold", "start"] as const;
const script = `(() => {\n"use strict";\n${scripts.map((name) => template(`script/${name}.js`)).join("")}})();\n`;
const partials = {
  icons: template("partials/icons.hbs"),
  coverage: template("partials/coverage.hbs"),
  counts: template("partials/counts.hbs"),
  patterns: template("partials/patterns.hbs"),
  filters: template("partials/filters.hbs"),
  nodes: template("partials/nodes.hbs"),
  changed: template("partials/changed.hbs"),
  matrix: template("partials/matrix.hbs"),
  "rule-row": template("partials/rule-row.hbs"),
  "persons-word": template("partials/persons-word.hbs"),
  "row-sections": template("partials/row-sections.hbs"),
  responsibility: template("partials/responsibility.hbs"),
  verdict: template("partials/verdict.hbs"),
  changes: template("partials/changes.hbs"),
  which: template("partials/which.hbs"),
  "named-rule": template("partials/named-rule.hbs"),
  "fix-first": template("partials/fix-first.hbs"),
  todo: template("partials/todo.hbs"),
  worklist: template("partials/worklist.hbs"),
  worksheets: template("partials/worksheets.hbs"),
  decisions: template("partials/decisions.hbs"),
  carried: template("partials/carried.hbs"),
  readings: template("partials/readings.hbs"),
  reading: template("partials/reading.hbs"),
  "judged-rule": template("partials/judged-rule.hbs"),
};

/** Strict: a name that the view does not have is an error, not an empty place in a report. */
const compiled = (text: string) => Handlebars.create().compile(text, { strict: true, knownHelpersOnly: true });
const renderPage = compiled(template("report.hbs"));
const renderFinding = compiled(template("partials/finding.hbs"));

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing but this one style and this one script: what a node could smuggle in neither runs nor loads. */
const policyWith = (scripts: string): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${scripts}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");

const forScreen = { policy: policyWith(hashOf(script)), script };
/** Paper has no use for scripts: a page that is printed has none and allows none. */
const forPaper = { policy: policyWith("'none'"), script: "" };

/** Where in the rendered page the rules of a section come: `visible` leaves this character in no text. */
const place = "\0";

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
