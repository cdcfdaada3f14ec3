import { baseName } from "./base-name.ts";
import { booleanFlags } from "./boolean-flags.ts";
import { asComponent } from "./processes.ts";

/**
 * How a component reads its command line. Kubernetes components use pflag: `--name`, where `_` equals `-`, and options
 * may stand between other words. etcd uses Go's flag package: `-name` equals `--name`, and the first other word ends it.
 */
export type FlagSyntax = "pflag" | "go-flag";

/** One use of a flag: the raw value (`undefined` for a flag without one) and its index in argv. */
type FlagUse = { readonly name: string; readonly value: string | undefined; readonly index: number };

const normalise = (name: string, syntax: FlagSyntax): string => (syntax === "pflag" ? name.replaceAll("_", "-") : name);

/** The flag that a word of argv names, with its value where it is attached. */
function readWord(word: string, syntax: FlagSyntax): { name: string; value: string | undefined } | undefined {
  const match = (syntax === "pflag" ? /^--([^-=][^=]*)(?:=(.*))?$/s : /^--?([^-=][^=]*)(?:=(.*))?$/s).exec(word);
  return match?.[1] === undefined ? undefined : { name: normalise(match[1], syntax), value: match[2] };
}

const isComponent = (word = ""): boolean => !word.startsWith("-") && asComponent(baseName(word)) !== undefined;

/**
 * Where the component itself stands: behind a wrapper (`go-runner --log-file=F -- /usr/bin/kube-apiserver`) not first. Only
 * right behind it or its `--`: elsewhere a flag's value may end in the name (`--cert-dir=/var/run/kubelet`).
 */
function programIndex(argv: readonly string[]): number {
  const behind = argv.findIndex((word, index) => isComponent(word) && (index === 1 || argv[index - 1] === "--"));
  return isComponent(argv[0]) ? 0 : Math.max(0, behind);
}

type Reading = {
  readonly uses: readonly FlagUse[];
  /** Where a flag that is not known as a boolean stands before a word that looks like one: index in argv. */
  readonly unclear: readonly number[];
  readonly taken: readonly string[];
  readonly values: readonly string[];
  readonly strays: readonly string[];
};
type ReadingOptions = {
  readonly syntax: FlagSyntax;
  /** Whether a flag that is not known as boolean is one: else it takes a next word that looks like a flag. By index. */
  readonly isBare: (index: number) => boolean;
  /** A flag to read as a boolean though it is not known as one. */
  readonly boolean?: string;
};

/** Reads argv from left to right, as the flag packages do. */
export function readWords(argv: readonly string[], { syntax, isBare, boolean }: ReadingOptions): Reading {
  const uses: FlagUse[] = [];
  const unclear: number[] = [];
  const taken: string[] = [];
  const values: string[] = [];
  const strays: string[] = [];
  for (let index = programIndex(argv) + 1; index < argv.length; index += 1) {
    const word = argv[index] ?? "";
    if (word === "--") break;
    const flag = readWord(word, syntax);
    if (flag === undefined) {
      strays.push(word);
      if (syntax === "go-flag") break;
      continue;
    }
    const next = argv[index + 1];
    const isComplete = flag.value !== undefined || flag.name === boolean || booleanFlags.has(flag.name);
    uses.push({ name: flag.name, value: isComplete ? flag.value : next, index });
    if (isComplete || next === undefined) continue;
    const looksLikeFlag = next === "--" || readWord(next, syntax) !== undefined;
    if (looksLikeFlag) unclear.push(index);
    if (looksLikeFlag && isBare(index)) continue;
    if (looksLikeFlag) taken.push(next);
    values.push(next);
    index += 1;
  }
  return { uses, unclear, taken, values, strays };
}

// One, two or four are usual, and all there are of up to six such flags; of more those count that differ least from the ends.
const readingsAtMost = 64;

/**
 * Which of the flags that are not known as booleans are taken for some, reading by reading: none, all, all but one, and
 * then what else there is. Each set holds only flags at which its own reading is unclear, so that no reading comes twice.
 */
export function bareFlagsOf(argv: readonly string[], syntax: FlagSyntax): readonly ReadonlySet<number>[] {
  const unclearOf = (bare: ReadonlySet<number>) =>
    readWords(argv, { syntax, isBare: (index) => bare.has(index) }).unclear;
  const every = readWords(argv, { syntax, isBare: () => true }).unclear;
  if (every.length === 0) return [new Set()];
  const butOne = every.slice(0, readingsAtMost).map((one) => new Set(every.filter((index) => index !== one)));
  const waiting: ReadonlySet<number>[] = [new Set<number>(), new Set(every), ...butOne];
  const found = new Map<string, ReadonlySet<number>>();
  for (let next = 0; next < waiting.length && found.size < readingsAtMost; next += 1) {
    const bare = waiting[next] ?? new Set();
    const unclear = unclearOf(bare);
    const counting = unclear.filter((index) => bare.has(index));
    const key = counting.join(" ");
    if (found.has(key)) continue;
    found.set(key, new Set(counting));
    // A node may send thousands of such flags: what will never be looked at is not kept.
    const room = Math.max(0, 2 * readingsAtMost - waiting.length);
    const others = unclear.filter((index) => !bare.has(index)).slice(0, room);
    waiting.push(...others.map((index) => new Set([...counting, index])));
  }
  return [...found.values()];
}
