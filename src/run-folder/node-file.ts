import { factText } from "../evidence/fact-text.ts";
import { factsWhenAsked } from "../evidence/facts-when-asked.ts";
import type { NodeEvidence } from "../evidence/node.ts";

const factsBegin = '"facts":{';
const factsEnd = "}}";

/** A node's evidence as JSON with a line for each fact: which says the same as another node's is told without parsing it. */
export function nodeFileText({ facts, ...rest }: NodeEvidence): string {
  const lines = Object.entries(facts).map(([name, fact]) => `${JSON.stringify(name)}:${factText(name, fact)}`);
  return `${JSON.stringify(rest).slice(0, -1)},${factsBegin}\n${lines.join(",\n")}\n${factsEnd}`;
}

/**
 * The evidence in such a file, each fact given to `parse` when it is asked for; all of it at once where an older version
 * wrote it in one line.
 */
export function parseNodeFile(text: string, parse: <T>(json: string) => T): NodeEvidence {
  const [first = "", ...lines] = text.split("\n");
  if (!first.endsWith(factsBegin) || lines.pop() !== factsEnd) return parse(text);
  const written = new Map(lines.map(namedText));
  const facts = factsWhenAsked<NodeEvidence["facts"]>({
    keys: () => written.keys(),
    has: (name) => written.has(name),
    get(name) {
      const fact = written.get(name);
      return fact === undefined ? undefined : parse(fact);
    },
    text: (name) => written.get(name),
  });
  return { ...parse<Omit<NodeEvidence, "facts">>(`${first}${factsEnd}`), facts };
}

const nameEnd = '":';

/** What a line of a fact holds: `"name":{…}`, all but the last with a comma. */
function namedText(line: string): readonly [name: string, text: string] {
  const colon = line.indexOf(nameEnd);
  return [line.slice(1, colon), line.slice(colon + nameEnd.length, line.endsWith(",") ? -1 : undefined)];
}
