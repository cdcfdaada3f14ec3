import { usualChecklists } from "../../src/findings/checklist-settings.ts";
import { reports } from "../../src/reports/report.ts";
import { manifestText, nodeEvidenceFile } from "../../src/run-folder/manifest.ts";
import { runManifest } from "../support/run-manifest.ts";
import { sampleAssessment } from "../support/sample-assessment.ts";
import { sweepHeader, sweepOf } from "../support/sweep.ts";

const assessment = sampleAssessment();

const written = (format: "ckl" | "cklb" | "json"): string =>
  [...(reports[format](assessment, usualChecklists)[0]?.content ?? [])].join("");

const evidence = nodeEvidenceFile("n1");

/** Files that people hand over, as we write them. */
export const brought = {
  ckl: written("ckl"),
  cklb: written("cklb"),
  assessment: written("json"),
  sweep: sweepOf({ processes: { state: "ok", text: "complete|yes\n" } }, sweepHeader("n1")),
  manifest: manifestText(runManifest({ hosts: [{ name: "n1", evidence }], files: { [evidence]: "0".repeat(64) } })),
};
