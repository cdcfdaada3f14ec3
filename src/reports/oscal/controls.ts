import { plainTitle } from "../../benchmark/requirement.ts";
import type { Assessment, Finding } from "../../findings/assessment.ts";
import { visible } from "../visible-text.ts";
import { line, ownProperties, paragraphs, prose, token } from "./oscal-text.ts";

/** `AC-6 (9)` as OSCAL's catalog of SP 800-53 calls it, `ac-6.9`; letters of a control's statements are left out. */
export function controlId(name: string): string {
  const [, family, number, enhancement] = /^([A-Z]{2})-(\d+)(?:\s*\((\d+)\))?/.exec(name) ?? [];
  if (family === undefined || number === undefined) return token(name);
  return `${family.toLowerCase()}-${number}${enhancement === undefined ? "" : `.${enhancement}`}`;
}

/** A rule without a control of NIST's is its own. */
const controlsOf = ({ nist, id }: Finding): readonly string[] =>
  nist.length === 0 ? [token(id)] : [...new Set(nist.map(controlId))];

/** The name under which a finding's objective is: the Vuln ID, or the check's own name. */
export const objectiveId = ({ id }: Finding): string => token(id);

/**
 * An objective of its own for each rule: that a rule is met, or not, says nothing of the whole control, which asks for
 * more than one setting.
 */
export const objectiveOf = (finding: Finding) => {
  const [first = token(finding.id), ...others] = controlsOf(finding);
  return {
    "control-id": first,
    description: line(plainTitle(finding)),
    ...(others.length > 0 && {
      props: others.map((other) => ({ name: "further-control", ns: ownProperties, value: other })),
    }),
    parts: [
      {
        id: objectiveId(finding),
        name: "assessment-objective",
        title: line(plainTitle(finding)),
        prose: paragraphs([visible(finding.expected)]),
        parts: [
          { name: "assessment-method", props: [{ name: "method", value: "EXAMINE" }], prose: prose(finding.check) },
        ],
      },
    ],
  };
};

/** Which controls and objectives were looked at. */
export function reviewedControls({ findings }: Assessment) {
  const controls = [...new Set(findings.flatMap(controlsOf))].sort();
  const chosen = controls.map((id) => ({ "control-id": id }));
  return {
    description:
      "Controls of NIST SP 800-53, revision 5, that the rules serve. A rule is part of what a control asks for: each is an objective of its own.",
    "control-selections": [
      controls.length === 0
        ? { "include-all": {}, description: "No rule was judged." }
        : { "include-controls": chosen },
    ],
    ...(findings.length > 0 && {
      "control-objective-selections": [
        { "include-objectives": findings.map((finding) => ({ "objective-id": objectiveId(finding) })) },
      ],
    }),
  };
}
