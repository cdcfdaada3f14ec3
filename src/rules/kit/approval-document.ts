import type { ApprovalDocument } from "../../evidence/site.ts";

/** Why a list approves nothing; undefined where it does. `today`: when the evidence was collected, ISO 8601. */
export function whyInvalid(list: ApprovalDocument, today: string): string | undefined {
  const unnamed = (["document", "approvedBy", "date"] as const).filter((key) => (list[key] ?? "").trim() === "");
  if (unnamed.length > 0) return `it names no ${unnamed.join(", no ")}`;
  if (list.expires === undefined) return undefined;
  const [expires, now] = [list.expires, today].map((time) => /^\d{4}-\d{2}-\d{2}/.exec(time)?.[0]);
  if (expires === undefined || now === undefined) return "whether it has expired is not known";
  return now > expires ? `it expired on ${expires}` : undefined;
}

/** The list as a whole, for people. */
export const describeList = ({ document, version, approvedBy, date, expires }: ApprovalDocument): string =>
  [
    document ?? "no document named",
    ...(version === undefined ? [] : [`version ${version}`]),
    `approved by ${approvedBy ?? "nobody named"}`,
    date ?? "no date",
    ...(expires === undefined ? [] : [`expires ${expires}`]),
  ].join(", ");
