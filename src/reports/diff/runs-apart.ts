import type { ComparedRun, RunDiff } from "../../findings/run-diff.ts";
import { minuteOf } from "../changes.ts";
import { countOf } from "../count-of.ts";
import { unansweredLine } from "../coverage.ts";
import { namesLine } from "../moved-line.ts";
import { shorten, visible } from "../visible-text.ts";

/** `2026-11-20 06:02 UTC, Kubernetes_STIG V2R6, 3 of 3 nodes read, plimsoll 0.1.0`. */
export function runLine({ collected, stig, guidance, nodes, tool, complete }: ComparedRun): string {
  return [
    minuteOf(collected.to),
    ...(stig ? [`${stig.id} ${stig.release}`] : []),
    ...(guidance === undefined ? [] : [`NSA/CISA ${guidance}`]),
    `${nodes.read} of ${nodes.all} ${nodes.all === 1 ? "node" : "nodes"} read${complete ? "" : " (incomplete)"}`,
    `judged by plimsoll ${tool.version}`,
  ]
    .map((part) => visible(shorten(part, 120)))
    .join(", ");
}

/** What is different of the runs themselves, a sentence each: order, release, tool, decisions of the site. */
export function runsApart({ before, after, reversed }: RunDiff): readonly string[] {
  return [
    ...(reversed ? ["The second run is older than the first: what is called new was there first."] : []),
    ...differing("Kubernetes STIG: judged by", stigWord(before), stigWord(after)),
    ...differing("NSA/CISA guidance: judged by", before.guidance, after.guidance),
    ...differing("Judged by plimsoll", before.tool.version, after.tool.version),
    ...differing("Read by the reader with SHA-256", before.tool.readerSha256, after.tool.readerSha256),
    ...differing("Decisions of the site:", fileWord(before.decisions), fileWord(after.decisions)),
  ].map((line) => visible(shorten(line, 500)));
}

function differing(what: string, before: string | undefined, after: string | undefined): readonly string[] {
  return before === after ? [] : [`${what} ${before ?? "nothing"} before, ${after ?? "nothing"} after.`];
}

type File = ComparedRun["decisions"];

const fileWord = (file: File): string | undefined => file && `${file.name} (SHA-256 ${file.sha256})`;

function stigWord({ stig }: ComparedRun): string | undefined {
  if (stig === undefined) return undefined;
  const { release, releaseInfo, file } = stig;
  return `${release} (${releaseInfo}; ${file === undefined ? "built in" : fileWord(file)})`;
}

/** What was covered otherwise: lost with the causes, and gained. Empty where both runs saw the same. */
export type CoverageLines = { readonly lost: readonly string[]; readonly other: readonly string[] };

/** So many causes, or questions, are told. */
const mostTold = 20;

/** What became of the coverage, a sentence for each cause. */
export function coverageApart({ coverage: { nodes, api } }: RunDiff): CoverageLines {
  const unreadOfNew = nodes.added.filter(({ state }) => state !== "read");
  const apiLine =
    api.before === api.after ? [] : [visible(shorten(`API server: ${api.before} before, ${api.after} after.`, 500))];
  return {
    lost: [
      ...byCause("Read before, unread after", nodes.lost),
      ...byCause("New nodes that are unread", unreadOfNew),
      ...(api.worse ? apiLine : []),
      ...questionLines("Not answered by the API any more", api.lost),
    ],
    other: [
      ...byCause("Unread before, read after", nodes.gained),
      ...nodesLine("New nodes", nodes.added),
      ...nodesLine("Removed nodes", nodes.removed),
      ...(api.worse ? [] : apiLine),
      ...questionLines("Answered by the API now", api.gained),
    ],
  };
}

type Node = RunDiff["coverage"]["nodes"]["lost"][number];

const nodesLine = (what: string, nodes: readonly Node[]): readonly string[] =>
  nodes.length === 0 ? [] : [`${what}: ${namesLine(nodes.map(({ name }) => name))}.`];

const causeOf = ({ cause, state }: Node): string =>
  cause ?? (state === "not-in-inventory" ? "not in the inventory" : state);

/** Nodes by why they were not read. */
function byCause(what: string, nodes: readonly Node[]): readonly string[] {
  const causes = [...new Set(nodes.map(causeOf))];
  return causes.slice(0, mostTold).map((cause) => {
    const own = nodes.filter((node) => causeOf(node) === cause);
    const names = namesLine(own.map(({ name }) => name));
    const [first, ...others] = new Set(own.map(({ message = "" }) => message));
    const message = others.length === 0 && first ? `: ${visible(shorten(first, 300))}` : "";
    return `${what}, ${visible(shorten(cause, 200))}: ${names}${message}.`;
  });
}

type Question = RunDiff["coverage"]["api"]["lost"][number];

const questionLines = (what: string, questions: readonly Question[]): readonly string[] => {
  const told = questions
    .slice(0, mostTold)
    .map((question) => visible(shorten(`${what}: ${unansweredLine(question)}.`, 500)));
  const left = questions.length - mostTold;
  return left > 0 ? [...told, `${what}: ${countOf(left, "question")} more.`] : told;
};
