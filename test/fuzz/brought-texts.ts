import { createHash } from "node:crypto";
import { usualChecklists } from "../../src/findings/checklist-settings.ts";
import { reports } from "../../src/reports/report.ts";
import { sampleAssessment } from "../support/sample-assessment.ts";

const assessment = sampleAssessment();

const written = (format: "ckl" | "cklb" | "json"): string =>
  [...(reports[format](assessment, usualChecklists)[0]?.content ?? [])].join("");

const zeros = "0".repeat(64);

function sweepText(): string {
  const header = `plimsoll-sweep 1 0 2026-11-21T06:00:00Z ${zeros} n1`;
  const text = Buffer.from("complete|yes\n").toString("base64");
  const asked = "1 processes";
  const digest = createHash("sha256").update(`${header}\n${asked} ok\n${text}`, "latin1").digest("hex");
  return `${header}\n${asked}\n#1 ok ${text.length} ${digest}\n${text}\nplimsoll-sweep end 1\n`;
}

/** Files that people hand over, as we write them. */
export const brought = {
  ckl: written("ckl"),
  cklb: written("cklb"),
  assessment: written("json"),
  sweep: sweepText(),
  manifest: JSON.stringify({
    schemaVersion: 1,
    tool: { name: "plimsoll", version: "0.1.0", readerSha256: zeros },
    cluster: "c",
    inventory: { file: "/i.yaml", sha256: zeros },
    apiConfigured: false,
    startedAt: "2026-11-21T06:00:00Z",
    endedAt: "2026-11-21T06:00:00Z",
    state: "complete",
    hosts: [{ name: "n1", evidence: "evidence/node-n1.json.gz" }],
    files: { "evidence/node-n1.json.gz": zeros },
  }),
};
