import type { Known, Observed, Source } from "../../../evidence/observed.ts";
import type { SecretAccessList } from "../../../evidence/site.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { describeList, whyInvalid } from "../approval-document.ts";
import { counted } from "../cluster/pods.ts";

/** One row of the worksheet: what may read Secrets, as an entry that can be put into decisions.yaml. */
export type AccessRow = {
  readonly what: string;
  /** The subject or workload, for a reason. */
  readonly name: string;
  /** A line of YAML. */
  readonly entry: string;
  /** How it comes about, behind the entry. */
  readonly remark: string;
  readonly isCovered: (list: SecretAccessList) => boolean;
};

/** What rows are compared with. */
export type Approval = {
  readonly list: Known<SecretAccessList>;
  /** When the evidence was collected. */
  readonly today: Observed<string>;
};

/** What is compared, in words: `readers of Secrets`, and where the rows are from. */
export type Compared = { readonly what: string; readonly rows: readonly AccessRow[]; readonly source: Source };

/** A binding may have a line break in its name: behind the comment it would be an entry that nobody meant. */
const onOneLine = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, "\uFFFD");

const showRow = ({ what, entry, remark }: AccessRow, source: Source, prefix = ""): Seen => ({
  what: `${prefix}${what}`,
  value: `- ${entry} # ${onOneLine(remark)}`,
  source,
});

const notComparable = (why: string, { rows, source }: Compared, seen: readonly Seen[] = []): Verdict =>
  notReviewed(
    `${why}: have the access below approved, and give the approved list in decisions.yaml, key secretAccess.`,
    [...seen, ...rows.map((row) => showRow(row, source))],
  );

/** The verdict on rows of one kind: never a pass without a list in force; what it does not cover comes first. */
export function judgeAccess({ list, today }: Approval, compared: Compared): Verdict {
  if (list.state === "absent") return notComparable("The site gave no list of approved access to Secrets", compared);
  const { what, rows, source } = compared;
  const given = { what: "list of approved access to Secrets", value: describeList(list.value), source: list.source };
  const invalid = whyInvalid(list.value, today.state === "present" ? today.value : "");
  if (invalid !== undefined) {
    const why = `The site's list of approved access to Secrets is not in force, for ${invalid}`;
    return notComparable(why, compared, [given]);
  }
  const uncovered = rows.filter((row) => !row.isCovered(list.value));
  const covered = rows.filter((row) => !uncovered.includes(row));
  const seen = [
    given,
    ...uncovered.map((row) => showRow(row, source, "NOT ON THE LIST: ")),
    ...covered.map((row) => showRow(row, source)),
  ];
  if (uncovered.length === 0) return notAFinding(`The site's list covers all ${what}.`, seen);
  return open(
    counted(
      uncovered.map(({ name }) => name),
      `${what} that the site's list does not cover`,
    ),
    seen,
  );
}

/** A text as YAML writes it in quotes, whatever is in it. */
export const quoted = (text: string): string => JSON.stringify(text);
