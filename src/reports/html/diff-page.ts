import type { RunDiff } from "../../findings/run-diff.ts";
import { rulesThemselves, sectionsOf } from "../diff/sections.ts";
import { bounded } from "./bounded.ts";
import { diffFindingView } from "./diff-finding-view.ts";
import { diffView } from "./diff-view.ts";
import { partialsOf, place, policyWith, styleOf } from "./page-pieces.ts";
import { templateOf } from "./templates.ts";

/** In the order in which they override each other: of the report's those that it shares, and its own. */
const style = styleOf([
  "page",
  "overview",
  "views",
  "rules",
  "rows",
  "work",
  "changes",
  "diff",
  "narrow",
  "contrast",
  "print",
]);
const policy = policyWith(style);
const partials = partialsOf(["icons", "meta", "seen-value", "shape", "status"]);

const renderPage = templateOf("diff");
const renderFinding = templateOf("partials/diff-finding");

/** The page of a difference: one file with everything in it, without any script. */
export function* diffPage(whole: RunDiff): Generator<string> {
  const diff = bounded(whole);
  const sections = sectionsOf(diff);
  const rules = rulesThemselves(diff);
  const [beginning = "", ...rest] = renderPage(
    { ...diffView(diff, sections), policy, style, place },
    { partials },
  ).split(place);
  if (rest.length !== sections.length) throw new Error("the page has not one place for the findings of each section");
  yield beginning;
  for (const [index, { findings }] of sections.entries()) {
    for (const finding of findings) yield renderFinding(diffFindingView(finding, rules), { partials });
    yield rest[index] ?? "";
  }
}
