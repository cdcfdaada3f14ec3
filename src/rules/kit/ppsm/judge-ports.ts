import type { Known } from "../../../evidence/observed.ts";
import type { ApprovedPort, PortComponent, PortsList } from "../../../evidence/site.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { describeList, whyInvalid } from "../approval-document.ts";
import { covers, describeEntry } from "./approval.ts";
import { describeRow, type PortRow, type Shown, worksheet } from "./port-row.ts";

/** What a component's ports are compared with. */
export type Approval = {
  readonly component: PortComponent;
  readonly list: Known<PortsList>;
  /** When the evidence was collected, ISO 8601. */
  readonly today: string;
};

/** What goes out to loopback does not leave the node; the same port is a row of the component that serves it. */
const staysOnNode = ({ direction, address }: PortRow): boolean => direction === "out" && address === "loopback";

const showRow = (component: string, row: PortRow, remark: string): Seen => ({
  what: `${component}, ${describeRow(row)}`,
  value: `${row.from.join("; ")}${remark}`,
  source: row.source,
});

const showList = ({ list }: Approval, entries: readonly ApprovedPort[], rows: readonly PortRow[]): readonly Seen[] => {
  if (list.state === "absent") return [];
  const idle = entries.filter((entry) => !rows.some((row) => covers(entry, row))).map(describeEntry);
  const { source } = list;
  return [
    { what: "list of approved ports", value: describeList(list.value), source },
    ...(idle.length === 0 ? [] : [{ what: "approved, but not seen", value: idle.join("; "), source }]),
  ];
};

const notComparable = (why: string, seen: readonly Seen[]): Verdict =>
  notReviewed(
    `${why}: compare the rows below with the site's PPSM registration, and give the approved list in decisions.yaml, key ppsm.`,
    seen,
  );

/** Open where a row is uncovered, whatever is missing; a pass needs every source. */
function judgeRows(
  approval: Approval,
  list: PortsList,
  rows: readonly PortRow[],
  missing: readonly Verdict[],
): Verdict {
  const { component } = approval;
  const entries = list.components[component] ?? [];
  const coveredBy = (row: PortRow) => entries.find((entry) => covers(entry, row));
  const compared = rows.filter((row) => !staysOnNode(row));
  const remark = (row: PortRow): string => {
    if (staysOnNode(row)) return " -- not compared: it stays on the node";
    const entry = coveredBy(row);
    return entry === undefined ? " -- NO ENTRY COVERS IT" : ` -- covered by ${describeEntry(entry)}`;
  };
  const seen = [...showList(approval, entries, rows), ...rows.map((row) => showRow(component, row, remark(row)))];
  const uncovered = compared.filter((row) => coveredBy(row) === undefined).map(describeRow);
  if (uncovered.length > 0) {
    return open(`No entry of the site's list covers ${component} at ${uncovered.join(", ")}.`, [
      ...seen,
      ...missing.flatMap((verdict) => verdict.seen),
    ]);
  }
  const verdict = notAFinding(`The site's list covers every port of ${component} that was seen.`, seen);
  return worst([verdict, ...missing]);
}

/** The verdict on a component's ports: never a pass without a list in force, nor where a source could not be read. */
export function judgePorts(approval: Approval, shown: Shown): Verdict {
  const { component, list, today } = approval;
  const rows = worksheet(shown.ports);
  const plain = rows.map((row) => showRow(component, row, ""));
  if (list.state === "absent") {
    return worst([notComparable("The site gave no list of approved ports", plain), ...shown.missing]);
  }
  const invalid = whyInvalid(list.value, today);
  if (invalid !== undefined) {
    const why = `The site's list of approved ports is not in force, for ${invalid}`;
    return worst([notComparable(why, [...showList(approval, [], []), ...plain]), ...shown.missing]);
  }
  if (rows.every(staysOnNode)) {
    return worst([notReviewed(`Nothing shows a port of ${component}.`, showList(approval, [], [])), ...shown.missing]);
  }
  return judgeRows(approval, list.value, rows, shown.missing);
}
