import type { Assessment, CoveredNode, Finding } from "../../findings/assessment.ts";
import type { Status } from "../../findings/verdict.ts";

/** Nodes of which every rule says the same, evidence included: the page names them once, and then by their letter. */
export type Configuration = {
  /** `A` to `Z`, then `AA`: the most nodes first. */
  readonly letter: string;
  readonly nodes: readonly CoveredNode[];
  /** What each finding says of them, in the assessment's order; undefined where its rule does not look at these nodes. */
  readonly found: readonly (Found | undefined)[];
};

/** The literal status of a finding on nodes; it may be shown and not counted. */
export type Found = { readonly status: Status; readonly counts: boolean };

/** All configurations, and the number of the one that a node has, by the node's name. */
export type Configurations = {
  readonly all: readonly Configuration[];
  readonly numberOf: ReadonlyMap<string, number>;
};

/** Sorts the nodes of a run by what was concluded of them. */
export function configurationsOf({ coverage, findings }: Assessment): Configurations {
  const places = new Map(coverage.nodes.map(({ name }, place) => [name, place]));
  const told = findings.reduce(
    (parts, { groups }) => cutApart(parts, groups, places),
    numbered(coverage.nodes.map(howItIs)),
  );
  const alike = new Map<number, CoveredNode[]>();
  for (const [place, node] of coverage.nodes.entries()) {
    const part = told[place] ?? 0;
    const others = alike.get(part);
    if (others === undefined) alike.set(part, [node]);
    else others.push(node);
  }
  const inOrder = [...alike.values()].sort((a, b) => b.length - a.length);
  const ofFirst = foundOf(
    findings,
    inOrder.flatMap(([first]) => (first === undefined ? [] : [first.name])),
  );
  const all = inOrder.map((nodes, index) => ({
    letter: letters(index),
    nodes,
    found: ofFirst.get(nodes[0]?.name ?? "") ?? [],
  }));
  const numberOf = new Map(all.flatMap(({ nodes }, number) => nodes.map(({ name }) => [name, number] as const)));
  return { all, numberOf };
}

/** Configurations that follow each other, by number, both included. */
export type ConfigurationRange = { readonly first: number; readonly last: number };

/** The configurations of these nodes, those that follow each other as one range: of nodes that are all different, few. */
export function rangesOf(nodes: readonly string[], { numberOf }: Configurations): readonly ConfigurationRange[] {
  const numbers = [...new Set(nodes.flatMap((name) => numberOf.get(name) ?? []))].sort((a, b) => a - b);
  const ranges: ConfigurationRange[] = [];
  for (const number of numbers) {
    const before = ranges.at(-1);
    if (before?.last === number - 1) ranges[ranges.length - 1] = { first: before.first, last: number };
    else ranges.push({ first: number, last: number });
  }
  return ranges;
}

/** The number of each node's part, in the nodes' order: those of one part are alike in all that was looked at so far. */
type Parts = readonly number[];

const howItIs = ({ role, state, cause }: CoveredNode): string => JSON.stringify([role, state, cause]);

/** The first number for the first key, the next for the next other one. */
function numbered(keys: readonly (string | number)[]): Parts {
  const numbers = new Map<string | number, number>();
  return keys.map((key) => {
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}

/** Parts that a finding's groups cut in pieces; by numbers alone, for every rule is asked about every node. */
function cutApart(parts: Parts, groups: Finding["groups"], places: ReadonlyMap<string, number>): Parts {
  const groupOf = new Array<number>(parts.length).fill(groups.length);
  for (const [group, { targets }] of groups.entries()) {
    for (const target of targets) {
      const place = places.get(target);
      if (place !== undefined) groupOf[place] = group;
    }
  }
  return numbered(parts.map((part, place) => part * (groups.length + 1) + (groupOf[place] ?? 0)));
}

/** What each finding says of these nodes. */
function foundOf(findings: readonly Finding[], names: readonly string[]): Map<string, (Found | undefined)[]> {
  const wanted = new Map(names.map((name) => [name, findings.map((): Found | undefined => undefined)] as const));
  for (const [index, { groups }] of findings.entries()) {
    for (const { targets, literal, beyondText } of groups) {
      const found = { status: literal.status, counts: !beyondText };
      for (const target of targets) {
        const own = wanted.get(target);
        if (own !== undefined) own[index] = found;
      }
    }
  }
  return wanted;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** `A`, `Z`, `AA`, as spreadsheets count columns. */
const letters = (index: number): string =>
  index < alphabet.length
    ? (alphabet[index] ?? "")
    : letters(Math.floor(index / alphabet.length) - 1) + letters(index % alphabet.length);
