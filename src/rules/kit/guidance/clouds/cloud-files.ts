import type { NamedFile } from "../../../../evidence/files.ts";
import { entriesSeen, type Known, type Source } from "../../../../evidence/observed.ts";
import type { RunHost } from "../../../../evidence/run.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../../findings/verdict.ts";
import { describeOwner, modeWithin } from "../../files/file-tests.ts";
import { resolved } from "../../files/selection.ts";
import { type Problem, problemsOf } from "../../problems.ts";
import { listed } from "../../unknown-data.ts";

const ownersAlone = modeWithin(0o700);

type OfHost = { readonly host: string; readonly file: NamedFile };

const filesOf = ({ name, facts: { "stat.cloud-files": found } }: RunHost): readonly OfHost[] =>
  found.state === "present" ? found.value.files.map((file) => ({ host: name, file })) : [];

/** Why there may be others on a host than were seen. */
function isUnseen({ isRead, facts: { "stat.cloud-files": found } }: RunHost): boolean {
  return !isRead || found.state !== "present" || found.value.unseen.length > 0;
}

const isAtHome = ({ path }: NamedFile): boolean => /\/(\.aws|\.azure|gcloud)\/[^/]+$/.test(path);

const showFile = ({ stat }: NamedFile): string => {
  if (stat.state === "unknown") return `not seen (${stat.reason})`;
  if (stat.state === "absent") return "does not exist";
  return `${ownersAlone.show(stat.value)} ${describeOwner(resolved(stat.value))}`;
};

const problems: readonly Problem<NamedFile>[] = [
  {
    verdict: open,
    of: ({ stat }) => stat.state === "present" && ownersAlone.holds(stat.value) === false,
    says: (paths) => `Others than their owner can read credentials of a cloud: ${paths}.`,
  },
  {
    verdict: notReviewed,
    of: ({ stat }) => stat.state !== "present" || ownersAlone.holds(stat.value) === undefined,
    says: (paths) => `Not seen as regular files: ${paths}.`,
  },
  {
    verdict: notReviewed,
    of: (file) => file.stat.state === "present" && !isAtHome(file) && resolved(file.stat.value).uid !== 0,
    says: (paths) => `Not root's: ${paths}. Whose they are is for a person.`,
  },
];

/** The same file of many hosts is named once. */
const judgeFiles = (files: readonly NamedFile[]): readonly Verdict[] =>
  problemsOf(problems, files, (bad) => [...new Set(bad.map((file) => `${file.path} ${showFile(file)}`))].toSorted());

/** Each file with the hosts that have it. */
function rowsOf(found: readonly OfHost[], source: Source): readonly Seen[] {
  const hosts = new Map<string, string[]>();
  for (const { host, file } of found) {
    const row = `${file.path} (${file.namedBy}): ${showFile(file)}`;
    hosts.set(row, [...(hosts.get(row) ?? []), host]);
  }
  return [...hosts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([row, names]) => ({ what: row, value: `on ${listed(names.toSorted())}`, source }));
}

/** Whether credentials of clouds on the run's hosts are their owners' alone, and which configurations of clouds there are. */
export function judgeCloudFiles(run: Known<readonly RunHost[]>): {
  readonly verdict: Verdict;
  readonly markers: readonly string[];
} {
  const hosts = entriesSeen(run);
  const found = hosts.flatMap(filesOf);
  const unseen = hosts.filter(isUnseen).map(({ name }) => name);
  const verdict = worst([
    ...judgeFiles(found.map(({ file }) => file)),
    ...(unseen.length > 0
      ? [notReviewed(`Not seen, or not everywhere: credential files on ${listed(unseen.toSorted())}.`)]
      : []),
    hosts.length === 0
      ? notReviewed("No node was read.")
      : notAFinding("Credentials of clouds on the nodes, where there are some, are readable by their owners alone."),
  ]);
  const configurations = found.filter(({ file }) => !isAtHome(file) && file.stat.state === "present");
  return {
    verdict: { ...verdict, seen: rowsOf(found, run.source) },
    markers: [...new Set(configurations.map(({ file }) => file.path))].toSorted(),
  };
}
