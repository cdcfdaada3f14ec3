import { allOf, anyOf, type LabelLookup, type Maybe, notOf } from "./three-valued.ts";

// The language of Calico's selectors, as its reference of NetworkPolicy has it ("Selectors").

const token = /\s*(&&|\|\||==|!=|[!(){},]|"[^"]*"|'[^']*'|[\w./-]+)/y;

function tokensOf(text: string): readonly string[] | undefined {
  const found: string[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const [, word] = token.exec(text) ?? [];
    if (word === undefined) return undefined;
    found.push(word);
  }
  return found;
}

class NotUnderstood extends Error {}

/** Words yet to be read. */
type Words = { readonly left: string[] };

const next = ({ left }: Words): string => left.shift() ?? "";
const isNext = ({ left }: Words, word: string): boolean => left[0] === word;

function take(words: Words, wanted: string): void {
  if (next(words) !== wanted) throw new NotUnderstood(wanted);
}

function literal(words: Words): string {
  const word = next(words);
  if (!/^["']/.test(word)) throw new NotUnderstood(word);
  return word.slice(1, -1);
}

function literals(words: Words): readonly string[] {
  const found: string[] = [];
  take(words, "{");
  while (!isNext(words, "}")) {
    if (found.length > 0) take(words, ",");
    found.push(literal(words));
  }
  take(words, "}");
  return found;
}

type Test = (value: string) => boolean;

/** What is asked of a label's value; `negated` holds where there is no such label, too. */
function comparison(words: Words): { readonly test: Test; readonly negated: boolean } {
  const operator = next(words);
  if (operator === "==" || operator === "!=") {
    const wanted = literal(words);
    return { test: (value) => value === wanted, negated: operator === "!=" };
  }
  if (operator === "in" || operator === "not") {
    if (operator === "not") take(words, "in");
    const wanted = literals(words);
    return { test: (value) => wanted.includes(value), negated: operator === "not" };
  }
  if (operator === "contains") {
    const part = literal(words);
    return { test: (value) => value.includes(part), negated: false };
  }
  if (operator !== "starts" && operator !== "ends") throw new NotUnderstood(operator);
  take(words, "with");
  const part = literal(words);
  return { test: (value) => (operator === "starts" ? value.startsWith(part) : value.endsWith(part)), negated: false };
}

function compared(key: string, words: Words, labels: LabelLookup): Maybe {
  const { test, negated } = comparison(words);
  const value = labels(key);
  const holds = value === undefined || value === null ? value : test(value);
  const isMet = holds === null ? false : holds;
  return negated ? notOf(isMet) : isMet;
}

function call(name: string, words: Words, labels: LabelLookup): Maybe {
  take(words, "(");
  const key = name === "has" ? next(words) : "";
  take(words, ")");
  if (name === "all") return true;
  // Objects of no namespace, which pods are not.
  if (name === "global") return false;
  const value = labels(key);
  return value === undefined ? undefined : value !== null;
}

function term(words: Words, labels: LabelLookup): Maybe {
  const word = next(words);
  if (word === "!") return notOf(term(words, labels));
  if (word === "(") {
    const within = either(words, labels);
    take(words, ")");
    return within;
  }
  if (!/^[\w./-]+$/.test(word)) throw new NotUnderstood(word);
  return ["all", "global", "has"].includes(word) && isNext(words, "(")
    ? call(word, words, labels)
    : compared(word, words, labels);
}

function joined(words: Words, by: string, part: () => Maybe): readonly Maybe[] {
  const found = [part()];
  while (isNext(words, by)) {
    take(words, by);
    found.push(part());
  }
  return found;
}

const both = (words: Words, labels: LabelLookup): Maybe => allOf(joined(words, "&&", () => term(words, labels)));
const either = (words: Words, labels: LabelLookup): Maybe => anyOf(joined(words, "||", () => both(words, labels)));

/** Whether an expression means whoever has these labels; `odd`: it was not understood. */
export function meansByExpression(expression: string, labels: LabelLookup): Maybe | "odd" {
  const tokens = tokensOf(expression);
  if (tokens === undefined) return "odd";
  const words: Words = { left: [...tokens] };
  try {
    const holds = either(words, labels);
    return words.left.length === 0 ? holds : "odd";
  } catch (error) {
    if (error instanceof NotUnderstood) return "odd";
    throw error;
  }
}
