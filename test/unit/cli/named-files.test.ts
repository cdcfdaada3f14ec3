import { expect, it } from "vitest";
import { namedFiles } from "../../../src/cli/results/named-files.ts";

it("names files one by one, and thousands of checklists in a line for each format", () => {
  const nodes = Array.from({ length: 5000 }, (_, index) => `checklists/w${index}`);
  const files = ["report.html", ...nodes.flatMap((node) => [`${node}.ckl`, `${node}.cklb`]), "assessment.json"];
  expect(namedFiles("runs/1", [...files, "assessment.json"])).toEqual([
    "runs/1/report.html",
    "runs/1/checklists/*.ckl (5000 files)",
    "runs/1/checklists/*.cklb (5000 files)",
    "runs/1/assessment.json",
  ]);
  expect(namedFiles("r", ["checklists/a.ckl", "checklists/b.ckl"])).toEqual([
    "r/checklists/a.ckl",
    "r/checklists/b.ckl",
  ]);
});
