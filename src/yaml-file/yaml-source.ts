import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, visit, type YAMLError } from "yaml";
import { shown } from "./shown.ts";
import { type Mistake, type Position, refuseIfAny, YamlFileError } from "./yaml-file-error.ts";

/** Keys and indexes from the top of the file down to a value. */
export type ValuePath = readonly PropertyKey[];

/** A YAML file's value, and where in the file each part of it stands. */
export type YamlSource = {
  readonly value: unknown;
  readonly has: (path: ValuePath) => boolean;
  /** Where a value begins; for one that is not there, where the map begins that lacks it. */
  readonly valueAt: (path: ValuePath) => Position;
  /** Where the last key of the path stands. */
  readonly keyAt: (path: ValuePath) => Position;
};

type Located = { readonly value: Node | undefined; readonly key?: Node };

/**
 * Reads YAML 1.2: one document, text keys, no aliases, no tags of its own. `what` is what the file is to be, with its
 * article ("an inventory").
 * @throws YamlFileError with the first mistake only: what a YAML parser says after it is mostly a consequence of it.
 */
export function readYaml(given: string, file: string, what: string): YamlSource {
  const text = given.replace(/^\uFEFF/, "");
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
  const position = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const [problem] = [...document.errors, ...document.warnings].toSorted((a, b) => a.pos[0] - b.pos[0]);
  const exhausted = document.errors.find((error) => error.code === "RESOURCE_EXHAUSTION");
  const worst = exhausted ?? problem;
  if (worst !== undefined) {
    throw new YamlFileError(file, [{ sentence: syntaxSentence(worst, text, what), at: position(worst.pos[0]) }]);
  }
  const startOf = (node: Node | undefined): Position => position(node?.range?.[0] ?? 0);
  const top = document.contents;
  if (top === null) throw new YamlFileError(file, [{ sentence: "the file is empty", at: position(0) }]);
  refuseIfAny(file, unwantedYaml(top, startOf));
  return {
    value: document.toJS(),
    has: (path) => find(top, path).value !== undefined,
    valueAt: (path) => startOf(find(top, path).value ?? find(top, path.slice(0, -1)).value),
    keyAt: (path) => startOf(find(top, path).key),
  };
}

/** What YAML allows and no such file needs. An alias can make a short file a huge value. */
function unwantedYaml(top: Node, startOf: (node: Node) => Position): readonly Mistake[] {
  const mistakes: Mistake[] = [];
  visit(top, {
    Alias: (_key, alias) => {
      mistakes.push({ sentence: `alias *${alias.source}: write the value out instead`, at: startOf(alias) });
    },
    Pair: (_key, { key }) => {
      if (isAlias(key)) return;
      // Objects have a __proto__ of their own: such a key would vanish without a word.
      if (isScalar(key) && typeof key.value === "string" && key.value !== "__proto__") return;
      const sentence = isScalar(key) ? `key ${shown(key.value)} must be text` : "a key must be text";
      mistakes.push({ sentence, at: startOf(key as Node) });
    },
  });
  return mistakes;
}

function find(top: Node, path: ValuePath): Located {
  return path.reduce<Located>((found, step) => child(found.value, step), { value: top });
}

function child(parent: Node | undefined, step: PropertyKey): Located {
  if (isSeq<Node>(parent)) return { value: parent.items[Number(step)] };
  if (!isMap<Node, Node | null>(parent)) return { value: undefined };
  const pair = parent.items.find(({ key }) => isScalar(key) && key.value === step);
  return pair === undefined ? { value: undefined } : { value: pair.value ?? pair.key, key: pair.key };
}

function syntaxSentence({ code, message, pos }: YAMLError, text: string, what: string): string {
  switch (code) {
    case "DUPLICATE_KEY":
      return `key ${shown(/[^:\s]*/.exec(text.slice(pos[0]))?.[0])} occurs twice in one map`;
    case "MULTIPLE_DOCS":
      return `a second YAML document begins here: ${what} is one`;
    case "TAB_AS_INDENT":
      return "a tab indents this line: YAML wants spaces";
    case "RESOURCE_EXHAUSTION":
      return `nested too deeply to be ${what}`;
    case "TAG_RESOLVE_FAILED":
      return `unknown YAML tag ${shown(text.slice(...pos))}`;
    default:
      return `not valid YAML: ${message.replaceAll(/\p{C}/gu, " ")}`;
  }
}
