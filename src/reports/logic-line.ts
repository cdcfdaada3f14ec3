import type { Assessment, Finding } from "../findings/assessment.ts";
import { visible } from "./visible-text.ts";

/**
 * Which release's logic a finding is of, where the benchmark's file has another check text than that. What was not judged
 * says so in its summary.
 */
export function logicLine(finding: Finding): string | undefined {
  if (finding.benchmark !== "stig" || finding.logic === undefined) return undefined;
  const { release, checkText } = finding.logic;
  if (!finding.automatic)
    return visible(`plimsoll's words are on the check text of ${release}; the benchmark's file has another.`);
  return checkText === "reworded"
    ? visible(`Judged by the logic for ${release}; the check text is another.`)
    : undefined;
}

/** The benchmark's file that the user brought, and how many of its check texts are others; undefined without a file. */
export function fileLine({ benchmarks, findings }: Assessment): string | undefined {
  const { file, fileName } = benchmarks.stig ?? {};
  if (file === undefined) return undefined;
  const others = findings.filter((finding) => finding.benchmark === "stig" && finding.logic !== undefined).length;
  const within = fileName === undefined || fileName === file.name ? "" : `, in it ${fileName}`;
  const texts =
    others === 0
      ? ""
      : `; ${others} ${others === 1 ? "rule has" : "rules have"} a check text that the logic was not written for`;
  return visible(`${file.name}${within}, SHA-256 ${file.sha256}${texts}`);
}
