import type { ApprovedReader, SecretAccessList } from "../../../evidence/site.ts";
import { describeScope, type Reader } from "./readers.ts";
import { type AccessRow, quoted } from "./secret-list.ts";

const speaksOf = ({ subject, scope }: ApprovedReader, reader: Reader): boolean =>
  subject === reader.subject &&
  (scope === "cluster" || (reader.scope !== "cluster" && scope.includes(reader.scope.namespace)));

/** Whoever may get Secrets gains nothing by other ways to the same ones. */
const approves = (verbs: readonly string[], wanted: string): boolean =>
  verbs.includes(wanted) || (wanted === "indirect" && verbs.includes("get"));

/** Whether entries cover a reader: its subject, where it reads, and every verb. */
function isCovered(reader: Reader, { readers, builtin }: SecretAccessList): boolean {
  if (builtin && reader.builtin) return true;
  const verbs = readers.filter((entry) => speaksOf(entry, reader)).flatMap((entry) => entry.verbs);
  return reader.verbs.every((verb) => approves(verbs, verb));
}

function whatOf({ builtin, wide, verbs }: Reader): string {
  const kind = verbs.includes("indirect") ? "indirect reader" : "reader";
  if (builtin) return `built-in ${kind} (builtin: true covers it)`;
  return wide ? `${kind}, WIDE` : kind;
}

function rowOf(reader: Reader): AccessRow {
  const { subject, scope, verbs, ways, names, by } = reader;
  const where = scope === "cluster" ? "cluster" : `[${quoted(scope.namespace)}]`;
  const limit = names.length === 0 ? [] : [`only ${names.join(", ")}`];
  return {
    what: whatOf(reader),
    name: `${subject} (${describeScope(scope)})`,
    entry: `{ subject: ${quoted(subject)}, scope: ${where}, verbs: [${verbs.join(", ")}] }`,
    remark: [...ways, ...limit, by.join(", ")].join("; "),
    isCovered: (list) => isCovered(reader, list),
  };
}

/** Readers as rows of the worksheet: those of the site first, then what Kubernetes makes for itself. */
export const readerRows = (readers: readonly Reader[]): readonly AccessRow[] => [
  ...readers.filter(({ builtin }) => !builtin).map(rowOf),
  ...readers.filter(({ builtin }) => builtin).map(rowOf),
];
