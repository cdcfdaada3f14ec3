import type { FileStat, NamedFile } from "../../../evidence/files.ts";
import type { NodeFact, ObservedFacts } from "../../../evidence/node.ts";
import type { Source } from "../../../evidence/observed.ts";
import { notReviewed, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, condition, type ShownOf, unseenVerdict } from "../../define-rule.ts";

/** A file, and where it was seen. */
export type Found = { readonly entry: FileStat; readonly source: Source };

/** Which files a rule looks at. */
export type Selected = {
  readonly found: readonly Found[];
  /** Verdicts on what was named but could not be looked at; they count beside the files'. */
  readonly others: readonly Verdict[];
  /** Shown whatever the verdict: named files that do not exist. */
  readonly notes?: readonly Seen[];
  /** What was looked at in words, where it is not what the text names. */
  readonly named?: string;
  /** Said with the verdict: which path of the text does not exist, and what was looked at in its place. */
  readonly substitution?: string;
  /** The verdict where no file deviates, in place of a pass: there is less to see than the text speaks of. */
  readonly whenFine?: Verdict;
};

/** A way to find files in a node's facts. */
export type FileSelection = {
  /** The files in words: "the certificates below /etc/kubernetes/pki". */
  readonly named: string;
  /** A command that shows them to a person. */
  readonly command: string;
  /** The condition that `judge` sets on the files selected. */
  readonly under: (judge: (selected: Selected) => Verdict) => Condition;
};

/** A selection from the facts in `needs`; those in `helpful` may be unknown. */
export const fileSelection = <Needed extends NodeFact, Helpful extends NodeFact = never>(
  about: Pick<FileSelection, "named" | "command">,
  needs: readonly Needed[],
  select: (facts: ShownOf<ObservedFacts, Needed, Helpful>) => Selected,
  helpful: readonly Helpful[] = [],
): FileSelection => ({ ...about, under: (judge) => condition(needs, (facts) => judge(select(facts)), helpful) });

/** What stands in for a path of the check text, as a sentence. */
export const inPlaceOf = (missing: string, what: string): string =>
  `Path substituted: ${missing} does not exist, looked at in its place is ${what}.`;

/** Nothing but verdicts. */
export const only = (...others: readonly Verdict[]): Selected => ({ found: [], others });

/** Entries of one walk, with the walk's source. */
export const foundIn = (entries: readonly FileStat[], source: Source): readonly Found[] =>
  entries.map((entry) => ({ entry, source: { ...source, file: entry.path } }));

/** The thing itself: a link's target where it has one. */
export const resolved = (entry: FileStat): FileStat =>
  entry.target === undefined || entry.target === "dangling" ? entry : entry.target;

/** Path below a directory, without a slash at its start; empty for the directory itself. */
const below = (root: string, path: string): string => path.slice(root.length).replace(/^\/+/, "");

/** Whether `ls` leaves an entry out: it, or a directory on the way to it, starts with a dot. */
export const isHidden = (root: string, path: string): boolean =>
  below(root, path)
    .split("/")
    .some((name) => name.startsWith("."));

/** How many steps below a directory: 0 for the directory itself. */
export const depth = (root: string, path: string): number =>
  below(root, path) === "" ? 0 : below(root, path).split("/").length;

/** A named file that has to exist. */
export const mustExist = (file: NamedFile): readonly Verdict[] => [
  notReviewed(`${file.path}, named by ${file.namedBy}, does not exist.`),
];

/** A named file that may be missing. */
export const mayBeMissing = (): readonly Verdict[] => [];

/** The files named, each looked at on its own; `whenMissing` says what a missing one means. */
export function lookAt(
  files: readonly NamedFile[],
  whenMissing: (file: NamedFile) => readonly Verdict[] = mustExist,
): Selected {
  const found = files.flatMap(({ stat }) => (stat.state === "present" ? foundIn([stat.value], stat.source) : []));
  const others = files.flatMap((file) => {
    if (file.stat.state === "unknown") return [unseenVerdict(file.stat)];
    if (file.stat.state === "absent") return whenMissing(file);
    return file.stat.value.target === "dangling" ? [notReviewed(`${file.path} is a link that leads nowhere.`)] : [];
  });
  const notes = files.flatMap(({ path, stat }) =>
    stat.state === "absent" ? [{ what: path, value: "does not exist", source: stat.source }] : [],
  );
  return { found, others, notes };
}
