import { readFileSync } from "node:fs";
import { namedBy } from "../connect/host-patterns.ts";
import { whyUnreadable } from "../why-unreadable.ts";
import { splitArguments, splitLine } from "./arguments.ts";
import { type IncludeBase, includedFiles } from "./included-files.ts";
import { isKnownKeyword, isTakenKeyword, type TakenKeyword } from "./keywords.ts";
import { type MatchState, matches } from "./match.ts";

/** A file that our own reader does not go by: one sentence with file and line. */
export class ConfigRefusal extends Error {}

/** A statement that counts for the host that is asked about. */
export type Statement = {
  readonly keyword: TakenKeyword;
  readonly words: readonly string[];
  /** What stands after the keyword, as it is: of a command. */
  readonly rest: string;
};

/** What evaluating a file goes by. `state` is asked anew at each Match: what was said before counts for it. */
export type Course = {
  readonly state: () => MatchState;
  readonly base: IncludeBase;
  /** Takes what counts; @throws ConfigRefusal where the value is none. */
  readonly take: (statement: Statement, refuse: (words: string) => never) => void;
};

/** Further Includes than these are a circle (readconf.c, READCONF_MAX_DEPTH). */
const deepest = 16;

/** `never`: the Include stands in a block of other hosts. */
type Section = { active: boolean; readonly never: boolean; readonly depth: number; ignored: readonly string[] };

/**
 * Goes through a file, and what it includes, in order.
 * @throws ConfigRefusal at the first statement that cannot be understood.
 */
export function readStatements(file: string, course: Course): void {
  readFile(file, course, { active: true, never: false, depth: 0, ignored: [] });
}

function readFile(file: string, course: Course, section: Section): void {
  for (const [index, raw] of textOf(file).split("\n").entries()) {
    const line = splitLine(raw);
    if (line === undefined) continue;
    const refuse = (words: string): never => {
      throw new ConfigRefusal(`${file}:${index + 1}: ${words}`);
    };
    const words = splitArguments(line.rest) ?? refuse("a quote is not closed");
    if (line.rest === "") refuse(`"${line.keyword}" has no value`);
    if (line.keyword === "host") {
      section.active = !section.never && namedBy(words, course.state().host);
    } else if (line.keyword === "match") {
      const matched = matches(words, course.state(), refuse);
      section.active = !section.never && matched;
    } else if (line.keyword === "include") {
      include(words, course, section, refuse);
    } else {
      other({ ...line, words }, course, section, refuse);
    }
  }
}

type Refuse = (words: string) => never;

function other(
  { keyword, words, rest }: { readonly keyword: string; readonly words: readonly string[]; readonly rest: string },
  course: Course,
  section: Section,
  refuse: Refuse,
): void {
  if (keyword === "ignoreunknown") {
    if (section.active && section.ignored.length === 0) section.ignored = (words[0] ?? "").toLowerCase().split(",");
    return;
  }
  if (keyword === "canonicalizehostname") {
    if (section.active && !/^(no|false|none)$/i.test(words[0] ?? "")) {
      refuse('"CanonicalizeHostname" needs ssh itself, which is not installed here');
    }
    return;
  }
  if (!isKnownKeyword(keyword)) {
    if (namedBy(section.ignored, keyword)) return;
    refuse(`plimsoll does not know the keyword "${keyword}"`);
  }
  if (isTakenKeyword(keyword) && section.active) course.take({ keyword, words, rest }, refuse);
}

function include(words: readonly string[], course: Course, section: Section, refuse: Refuse): void {
  if (section.depth >= deepest) refuse(`files include each other more than ${deepest} deep`);
  for (const word of words) {
    for (const file of includedFiles(word, course.base)) {
      const inner = { ...section, never: section.never || !section.active, depth: section.depth + 1 };
      readFile(file, course, inner);
      section.ignored = inner.ignored;
    }
  }
}

/** The text of an ssh_config. @throws ConfigRefusal where it cannot be read. */
export function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new ConfigRefusal(`${file} cannot be read: ${whyUnreadable(error)}`);
  }
}
