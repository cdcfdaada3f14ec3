import type { Waiver } from "../evidence/waivers.ts";
import type { Finding } from "../findings/assessment.ts";
import { evidenceStatus } from "../findings/evidence-status.ts";
import type { ReviewedWaiver } from "../findings/review.ts";
import { type Status, worstStatus } from "../findings/verdict.ts";
import { dayOf, hasExpired } from "./day.ts";
import { type OpenItem, openItems } from "./open-items.ts";
import type { ReviewedRun } from "./run.ts";
import { describeScope, isInScope } from "./scope.ts";
import { unreviewedOf } from "./unseen.ts";

/** A waiver, and what it is about of all that is open. */
type Applied = {
  readonly waiver: Waiver;
  readonly covered: readonly OpenItem[];
  readonly why?: string;
  readonly expired?: true;
};

/** Why a waiver does not hold for a finding, and whether only for its age. */
function whyNot(
  { waiver, covered }: Applied,
  finding: Finding,
  items: readonly OpenItem[],
  day: string,
): Pick<Applied, "why" | "expired"> {
  if (covered.length === 0) {
    return { why: items.length === 0 ? "nothing is open" : "nothing that is open is within its scope" };
  }
  const { fingerprint, expires } = waiver;
  if (fingerprint !== undefined && fingerprint !== finding.fingerprint) {
    return { why: `the finding has changed: its fingerprint is ${finding.fingerprint ?? "none"}, not ${fingerprint}` };
  }
  return hasExpired(expires, day) ? { why: `it expired on ${expires}`, expired: true } : {};
}

/** The finding with the waivers of its rule, each with what it covers. Evidence stays what it is, and so does Not Reviewed. */
export function waive(finding: Finding, waivers: readonly Waiver[], run: ReviewedRun): Finding {
  if (waivers.length === 0) return finding;
  const items = openItems(finding, run.coverage);
  const day = dayOf(run.collected);
  const applied = waivers.map((waiver): Applied => {
    const one = { waiver, covered: items.filter((item) => isInScope(waiver.scope, item)) };
    return { ...one, ...whyNot(one, finding, items, day) };
  });
  const counting = applied.filter(({ why }) => why === undefined);
  const isWaived =
    finding.status === "open" &&
    evidenceStatus(finding) === "open" &&
    items.length > 0 &&
    items.every((item) => counting.some(({ covered }) => covered.includes(item)));
  if (!isWaived) return withWaivers(finding, applied.map(shownAs));
  const chosen = chosenStatus(finding, items, counting);
  const unreviewed = chosen === "open" ? undefined : unreviewedOf(finding, run.coverage);
  if (chosen === "open" || unreviewed !== undefined) return letBe(finding, applied, counting, unreviewed);
  const summary = `${wordOf(counting)} ${finding.summary}`;
  return withWaivers(
    {
      ...finding,
      status: chosen,
      summary,
      review: { ...finding.review, concluded: { status: "open", summary: finding.summary } },
    },
    applied.map(shownAs),
  );
}

/** Open as ever, and let be. `unreviewed`: why it is not called what the site wants. */
function letBe(
  finding: Finding,
  applied: readonly Applied[],
  counting: readonly Applied[],
  unreviewed: string | undefined,
): Finding {
  const shown = applied.map((one) => {
    const isRefused = unreviewed !== undefined && one.why === undefined && one.waiver.status !== "open";
    return { ...shownAs(one), ...(isRefused && { why: `it stays Open, for ${unreviewed}` }) };
  });
  const summary = `${finding.summary} ${wordOf(counting)}`;
  return withWaivers({ ...finding, summary, review: { ...finding.review, waived: true } }, shown);
}

const withWaivers = (finding: Finding, waivers: readonly ReviewedWaiver[]): Finding => ({
  ...finding,
  review: { ...finding.review, waivers },
});

/** What the site calls the finding: the worst of what it calls each thing that is open, and of what the others are. */
function chosenStatus({ groups }: Finding, items: readonly OpenItem[], counting: readonly Applied[]): Status {
  const ofItems = items.flatMap((item) =>
    counting.filter(({ covered }) => covered.includes(item)).map(({ waiver }) => waiver.status),
  );
  const ofOthers = groups
    .filter(({ beyondText, literal }) => !beyondText && literal.status !== "open")
    .map(({ literal }) => literal.status);
  return worstStatus([...ofItems, ...ofOthers]) ?? "open";
}

/** A summary names this many waivers. */
const mostNamed = 3;

/** By whom and how long it is let be. */
function wordOf(counting: readonly Applied[]): string {
  const each = [...new Set(counting.map(({ waiver: { approver, expires } }) => `by ${approver} until ${expires}`))];
  if (each.length <= mostNamed) return `Waived ${each.join(", ")}.`;
  const first = counting.map(({ waiver }) => waiver.expires).toSorted()[0];
  return `Waived by ${counting.length} waivers, the first until ${first}.`;
}

const shownAs = ({ waiver, covered, why, expired }: Applied): ReviewedWaiver => {
  const { rule: _rule, line: _line, scope, ...words } = waiver;
  return {
    ...words,
    scope: describeScope(scope),
    covers: covered.map(({ name }) => name),
    counts: why === undefined,
    ...(why !== undefined && { why }),
    ...(expired && { expired }),
  };
};
