import { bareFlagsOf, type FlagSyntax, readWords } from "./flag-words.ts";
import { onceFor } from "./once-for.ts";
import type { Invocation } from "./processes.ts";

/** A component's flags as the component itself would read them. */
export type Flags = {
  /** The names of all flags that are set, without dashes. */
  readonly names: readonly string[];
  /** Every value given, in order; a flag that ends argv without its value counts as empty. */
  readonly all: (name: string) => readonly string[];
  /** The value in force: the last one. Undefined: not set. */
  readonly text: (name: string) => string | undefined;
  /** A list flag's entries: repeated uses add up (pflag's StringSlice). Undefined: not set. */
  readonly list: (name: string) => readonly string[] | undefined;
  /** A boolean flag's value in force; `invalid` for what strconv.ParseBool refuses. Undefined: not set. */
  readonly boolean: (name: string) => boolean | "invalid" | undefined;
  /** Every use as it is written, `--profiling=false`: for people. Undefined: not set. */
  readonly written: (name: string) => string | undefined;
  /** Where the flag stands, its last use: index in argv. Undefined: not set. */
  readonly position: (name: string) => number | undefined;
  /** Words that look like flags and that this reading takes as the value of the flag in front of them. */
  readonly taken: readonly string[];
  /** Words that this reading takes as the value of the flag in front of them, which is not known as a boolean. */
  readonly values: readonly string[];
  /** Words that are neither flags nor values. */
  readonly strays: readonly string[];
};

const truths: ReadonlyMap<string, boolean> = new Map([
  ...["1", "t", "T", "TRUE", "true", "True"].map((word) => [word, true] as const),
  ...["0", "f", "F", "FALSE", "false", "False"].map((word) => [word, false] as const),
]);

/** Go's strconv.ParseBool. */
export const parseBoolean = (text: string): boolean | "invalid" => truths.get(text) ?? "invalid";

// Go keeps both in 64 bits and refuses what does not fit.
const within64Bits = (value: number): number => (Math.abs(value) < 2 ** 63 ? value : Number.NaN);

/** Go's strconv.ParseInt with base 0 (0x64, 0100 and 0o144 are not decimal, 1_00 is 100). NaN where it refuses. */
export function parseInteger(text: string): number {
  const [, sign = "", digits = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const plain = /^(0[xXoObB]_?)?[0-9a-fA-F]+(_[0-9a-fA-F]+)*$/.test(digits) ? digits.replaceAll("_", "") : "";
  const octal = /^0[0-7]+$/.test(plain) ? `0o${plain.slice(1)}` : plain;
  const isNumber = /^(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0|[1-9][0-9]*)$/.test(octal);
  return isNumber ? within64Bits(Number(octal) * (sign === "-" ? -1 : 1)) : Number.NaN;
}

const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Go's time.ParseDuration, in nanoseconds: `300s`, `1h30m`, `0.1h`, bare `0`. NaN where it refuses. */
export function parseDuration(text: string): number {
  const [, sign = "", rest = ""] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  if (rest === "0") return 0;
  // Digits can be read in one way only: in two, long ones would take longer than anybody waits.
  if (!/^(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+$/.test(rest)) return Number.NaN;
  const parts = rest.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/g);
  // Fractions of a nanosecond are dropped: 0.0000000001s is no time at all.
  const total = [...parts].reduce(
    (sum, [, amount, unit]) => sum + Math.trunc(Number(amount) * (nanoseconds[unit ?? ""] ?? 0)),
    0,
  );
  return within64Bits(sign === "-" ? -total : total);
}

/** Splits one value of a list flag as encoding/csv does: quotes are honoured, blanks are kept. */
function parseList(text: string): readonly string[] {
  if (text === "") return [];
  return [...`,${text}`.matchAll(/,(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? "",
  );
}

// A next word that looks like a flag is shown only where this reading takes it: else it is a flag behind a bare boolean.
function writtenAt(argv: readonly string[], index: number, taken: readonly string[]): string {
  const word = argv[index] ?? "";
  const next = argv[index + 1];
  const isAlone = next === undefined || (next.startsWith("-") && next !== "-" && !taken.includes(next));
  return word.includes("=") || isAlone ? word : `${word} ${next}`;
}

function flagsOf(argv: readonly string[], syntax: FlagSyntax, isBare: (index: number) => boolean): Flags {
  const reading = readWords(argv, { syntax, isBare });
  const usesOf = (name: string) => reading.uses.filter((use) => use.name === name);
  const values = (name: string) => usesOf(name).map(({ value }) => value ?? "");
  return {
    names: [...new Set(reading.uses.map(({ name }) => name))],
    all: values,
    text: (name) => values(name).at(-1),
    list: (name) => (values(name).length === 0 ? undefined : values(name).flatMap(parseList)),
    boolean(name) {
      const { uses } = readWords(argv, { syntax, isBare, boolean: name });
      const last = uses.findLast((use) => use.name === name);
      if (last === undefined) return undefined;
      return last.value === undefined ? true : parseBoolean(last.value);
    },
    written(name) {
      const written = usesOf(name).map(({ index }) => writtenAt(argv, index, reading.taken));
      return written.length === 0 ? undefined : written.join(" ");
    },
    position: (name) => usesOf(name).at(-1)?.index,
    taken: reading.taken,
    values: reading.values,
    strays: reading.strays,
  };
}

/**
 * Reads the flags of one command line by the rules of the component that it starts. A word that looks like a flag is
 * taken as one, also behind a flag that may want it as its value: what stands there is found.
 */
export const readFlags = (invocation: Pick<Invocation, "argv">, syntax: FlagSyntax = "pflag"): Flags =>
  flagsOf(invocation.argv, syntax, () => true);

/**
 * The ways in which a command line can be read. In `--audit-log-path --profiling=false` the second word is the first
 * one's value; in `--some-boolean --profiling=false` it is a flag. Where both are possible there are two readings, with
 * more such flags as many as they allow together, and only what holds in all of them is proven.
 */
export const flagReadings = (invocation: Pick<Invocation, "argv">, syntax: FlagSyntax = "pflag"): readonly Flags[] =>
  readingsOf[syntax](invocation.argv);

const readingsIn = (syntax: FlagSyntax) => (argv: Invocation["argv"]) =>
  bareFlagsOf(argv, syntax).map((bare) => flagsOf(argv, syntax, (index) => bare.has(index)));

// Dozens of probes and rules ask for flags of the same few command lines.
const readingsOf: Readonly<Record<FlagSyntax, (argv: Invocation["argv"]) => readonly Flags[]>> = {
  pflag: onceFor(readingsIn("pflag")),
  "go-flag": onceFor(readingsIn("go-flag")),
};
