import { checkTexts } from "../../src/benchmark/kubernetes-stig/check-texts.ts";
import type { ReleaseName } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import type { StigBenchmark, StigRequirement } from "../../src/benchmark/requirement.ts";
import { hostile } from "./hostile-texts.ts";

const file = { name: "given.zip", sha256: "cd".repeat(32) };

/** A release as a file of DISA's brings it, with words that nobody at DISA wrote; `changed` says what is different. */
export function broughtBenchmark(
  name: ReleaseName,
  changed: (rule: StigRequirement) => Partial<StigRequirement> = () => ({}),
): StigBenchmark {
  const rules = releases[name].requirements.map((rule) => {
    const known = checkTexts.find((text) => text.id === rule.id && text.releases.includes(name));
    const checkText = known && { sha256: known.sha256, terms: known.terms };
    const whole = { ...rule, disa: hostileTexts, ...(checkText && { checkText }) };
    return { ...whole, ...changed(whole) };
  });
  return { ...releases[name], file, requirements: rules };
}

/** DISA's texts as a hostile file might have them. */
export const hostileTexts = {
  discussion: `Why. ${hostile.image}\n${hostile.svg}`,
  check: `Look:\n\tgrep x\n${hostile.script} ${hostile.xml}`,
  fix: `Mend ${hostile.bidi} ${hostile.escape} ${hostile.surrogate}`,
  weight: "5.0",
  legacyIds: ["V-1", "SV-1", "SV-2"],
  more: { Mitigations: "<Some> & more.", Documentable: "true" },
};
