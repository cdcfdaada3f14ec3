import { severities } from "../../benchmark/requirement.ts";
import type { Finding } from "../../findings/assessment.ts";
import { isWaived } from "../../findings/review.ts";
import { countOf } from "../count-of.ts";
import { inReadingOrder } from "../reading-order.ts";
import type { Configurations } from "./configurations.ts";
import { type NamedRule, namedRule } from "./named-rule.ts";
import { type StatusView, statusView } from "./status-view.ts";
import { type WhichNodes, whichNodes } from "./which-nodes.ts";

type FirstFix = NamedRule & {
  readonly which: WhichNodes;
  /** What the running configuration says; null where it is Open by that too. */
  readonly effective: StatusView | null;
};

/** The findings that an assessor should see first. */
export type FixFirstView = {
  readonly headline: string;
  /** How they were chosen, or that there are none. */
  readonly chosen: string;
  readonly findings: readonly FirstFix[];
  /** `All 27 open rules`; null where all are here. */
  readonly all: string | null;
};

const mostFindings = 10;

const nothingOpen = (findings: readonly Finding[]): string =>
  findings.some(isWaived) ? "Every open rule is waived." : "No rule is Open.";

/** The findings to fix first: the most severe, then those that are in force, then those of the most nodes. */
export function fixFirstView(findings: readonly Finding[], configurations: Configurations): FixFirstView {
  const all = findings.filter(({ status }) => status === "open");
  const open = inReadingOrder(all.filter((finding) => !isWaived(finding)));
  const shown = open
    .map((finding) => ({ finding, targets: openTargets(finding) }))
    .sort(
      (a, b) =>
        severities.indexOf(a.finding.severity) - severities.indexOf(b.finding.severity) ||
        Number(isOnlyByText(a.finding)) - Number(isOnlyByText(b.finding)) ||
        b.targets.length - a.targets.length,
    )
    .slice(0, mostFindings);
  return {
    headline: "Fix first",
    chosen: open.length === 0 ? nothingOpen(findings) : chosenBy,
    findings: shown.map(({ finding, targets }) => ({
      ...namedRule(finding, finding.summary),
      which: whichNodes(targets, configurations),
      effective: isOnlyByText(finding) ? statusView(finding.effectiveStatus) : null,
    })),
    all: all.length <= shown.length ? null : `All ${countOf(all.length, "open rule")}`,
  };
}

const chosenBy =
  "The open rules by severity, then those that are Open in the running configuration too, then by how many nodes they hold for.";

const isOnlyByText = ({ effectiveStatus }: Finding): boolean => effectiveStatus !== "open";

const openTargets = ({ groups }: Finding): readonly string[] =>
  groups.flatMap(({ targets, literal, beyondText }) => (literal.status === "open" && !beyondText ? targets : []));
