import type { Assessment, CoveredNode, Finding } from "../../findings/assessment.ts";
import { type Status, statuses } from "../../findings/verdict.ts";
import { countOf } from "../count-of.ts";
import { howRead, whyUnread } from "../coverage.ts";
import { statusWords } from "../status-words.ts";
import { visible, visibleProse } from "../visible-text.ts";
import type { Configuration, Found } from "./configurations.ts";
import { type StatusView, statusView } from "./status-view.ts";

/** A status as STIG tools shorten it: what a cell of the matrix has room for. */
const short: Readonly<Record<Status, string>> = {
  open: "O",
  not_reviewed: "NR",
  not_a_finding: "NF",
  not_applicable: "NA",
};

/** One letter for each status of the page's script; `-` where the rule does not look at the node. */
const letter: Readonly<Record<Status, string>> = {
  open: "o",
  not_reviewed: "r",
  not_a_finding: "f",
  not_applicable: "n",
};

type NodeView = {
  readonly name: string;
  readonly address: string;
  /** How it was read by console, or what came with a failure; empty where there is nothing to say. */
  readonly note: string;
};

type ConfigurationView = {
  readonly letter: string;
  /** `w1, w2`, or `1,230 nodes`. */
  readonly heading: string;
  readonly role: string;
  readonly state: string;
  readonly read: boolean;
  readonly nodes: readonly NodeView[];
  /** So many that they are folded. */
  readonly many: boolean;
  readonly counts: readonly (StatusView & { readonly count: number })[];
  /** A letter for each finding, in the order of the page. */
  readonly statuses: string;
};

type MatrixRow = {
  readonly id: string;
  readonly title: string;
  readonly cells: readonly { readonly key: Status | "none"; readonly word: string }[];
};

/** Nodes by what was concluded of them, and the matrix of these against the rules that look at nodes. */
export type NodesView = {
  readonly count: number;
  /** `5,000 nodes in 40 configurations`. */
  readonly headline: string;
  readonly configurations: readonly ConfigurationView[];
  readonly columns: readonly { readonly letter: string; readonly heading: string }[];
  readonly rows: readonly MatrixRow[];
  /** What the matrix leaves out; null where it has all. */
  readonly leftOut: string | null;
  readonly legend: readonly { readonly key: Status; readonly word: string; readonly short: string }[];
};

/** The matrix has this many columns at most. */
const mostColumns = 60;
/** Beyond this many names a list of nodes is folded. */
const unfoldedNames = 12;

/** What the page shows by node. */
export function nodesView(
  { coverage, findings }: Assessment,
  configurations: readonly Configuration[],
  inPageOrder: readonly Finding[],
): NodesView {
  const columns = configurations.slice(0, mostColumns);
  const left = configurations.length - columns.length;
  const numbers = new Map(findings.map((finding, index) => [finding, index]));
  const foundIn = ({ found }: Configuration, finding: Finding): Found | undefined => found[numbers.get(finding) ?? -1];
  return {
    count: coverage.nodes.length,
    headline: `${countOf(coverage.nodes.length, "node")} in ${countOf(configurations.length, "configuration")}`,
    configurations: configurations.map((one) =>
      configurationView(
        one,
        inPageOrder.map((finding) => foundIn(one, finding)),
      ),
    ),
    columns: columns.map((one) => ({ letter: one.letter, heading: headingOf(one.nodes) })),
    rows: inPageOrder.flatMap((finding) => {
      const own = columns.map((column) => foundIn(column, finding));
      return own.every((one) => one === undefined) ? [] : [matrixRow(finding, own)];
    }),
    leftOut:
      left <= 0 ? null : `${countOf(left, "configuration")} more have no column here; choose one of their nodes above.`,
    legend: statuses.map((key) => ({ key, word: statusWords[key], short: short[key] })),
  };
}

const configurationView = (
  { letter: name, nodes }: Configuration,
  found: readonly (Found | undefined)[],
): ConfigurationView => ({
  letter: name,
  heading: headingOf(nodes),
  ...howTheyAre(nodes),
  nodes: nodes.map(nodeView),
  many: nodes.length > unfoldedNames,
  counts: statuses.map((key) => ({
    ...statusView(key),
    count: found.filter((one) => one?.counts && one.status === key).length,
  })),
  statuses: found.map((one) => (one === undefined ? "-" : letter[one.status])).join(""),
});

function howTheyAre([first]: readonly CoveredNode[]): Pick<ConfigurationView, "role" | "state" | "read"> {
  if (first === undefined) return { role: "", state: "", read: false };
  const read = first.state === "read";
  return { role: visible(first.role), state: read ? "read" : whyUnread(first), read };
}

const headingOf = (nodes: readonly CoveredNode[]): string =>
  nodes.length <= 2 ? nodes.map(({ name }) => visible(name)).join(", ") : countOf(nodes.length, "node");

const nodeView = (node: CoveredNode): NodeView => ({
  name: visible(node.name),
  address: visible(node.address),
  note: node.console === undefined ? visible(node.message ?? "") : howRead(node),
});

const matrixRow = (finding: Finding, found: readonly (Found | undefined)[]): MatrixRow => ({
  id: visible(finding.id),
  title: visibleProse(finding.title),
  cells: found.map(cellOf),
});

function cellOf(found: Found | undefined): MatrixRow["cells"][number] {
  if (found === undefined) return { key: "none", word: "" };
  const word = short[found.status];
  return found.counts ? { key: found.status, word } : { key: "none", word: `(${word})` };
}
