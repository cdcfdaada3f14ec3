import type { FlagSyntax } from "../../../evidence/flag-words.ts";
import { type Flags, flagReadings } from "../../../evidence/go-flags.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";

/** Met, unmet, or a verdict of its own where neither can be said. */
export type Outcome = boolean | Verdict;
/** A test of one command line. A process comes with the image and the mounts of its manifest, where there is one. */
export type FlagTest = (flags: Flags, invocation: Invocation) => Outcome;

/** Whose command line is looked at, for which flags. */
export type CommandLine = {
  readonly component: string;
  readonly flags: readonly string[];
  readonly syntax?: FlagSyntax;
};

/** A component embedded in a process is started from a file of arguments. */
export const isArgumentsFile = ({ source }: Invocation): boolean =>
  source.pid !== undefined && source.file !== undefined;

/** A verdict on words out of a file of arguments says so: nothing shows that the process did not start before an edit. */
export const sayingFromFile = (call: Invocation, verdict: Verdict): Verdict =>
  isArgumentsFile(call)
    ? { ...verdict, reason: `${verdict.reason} By the file of its arguments as it is now, ${call.source.file}.` }
    : verdict;

/** Where a command line stands. */
function placeOf(call: Invocation): string {
  const { source, fromShell, isNextStart, isMirrored, isGivenOnly } = call;
  if (isGivenOnly === true) return "annotation of the node in the API";
  if (source.pid !== undefined) return isArgumentsFile(call) ? "file of its arguments" : "running process";
  const configured = isMirrored === true ? "mirror pod in the API" : "static pod manifest";
  const place = isNextStart === true ? "next start" : configured;
  return fromShell === true ? `${place}, out of a shell's script` : place;
}

/** What a command line shows of some flags, one entry a flag. */
export function showFlags(
  invocation: Invocation,
  flags: Flags,
  names: readonly string[],
  component: string,
): readonly Seen[] {
  return names.map((name) => {
    const position = flags.position(name);
    const line = position === undefined ? undefined : invocation.lines[position];
    const inArgv = position === undefined ? {} : { argvIndex: position };
    const place = line === undefined ? inArgv : { line };
    const written = flags.written(name);
    return {
      what: `--${name} of ${component}, ${placeOf(invocation)}`,
      value: written ?? "not set",
      source: { ...invocation.source, ...place },
      ...(written !== undefined && isOwnName(name) ? { isOwn: true } : {}),
    };
  });
}

/** A flag whose value is the node's own name: equal nodes have it with other values. */
const isOwnName = (flag: string): boolean => flag === "hostname-override";

/** A flag as it is written: `--secure-port=6443`, `--profiling is not set`. */
export const asWritten = (flags: Flags, name: string): string => flags.written(name) ?? `--${name} is not set`;

/** The flags as one clause, the same for equal nodes: `--profiling is not set, --secure-port=6443`. */
export const describeFlags = (flags: Flags, names: readonly string[]): string =>
  names
    .map((name) => (isOwnName(name) && flags.written(name) !== undefined ? `--${name} is set` : asWritten(flags, name)))
    .join(", ");

/** The first word with a $(NAME) that the manifest itself gives no value: the kubelet fills it in at the start. */
export const unfilledWord = (words: readonly string[]): string | undefined =>
  words.find((word) => /\$\([A-Za-z_.-][\w.-]*\)/.test(word));

/**
 * The first word that the kubelet may fill in with a flag of whatever name: one behind a flag that may be a boolean, of
 * another release, too, where nothing stands in front of its $(NAME).
 */
export const unfilledFlag = ({ names, values, strays }: Flags): string | undefined =>
  unfilledWord([...names, ...values.filter((word) => word.startsWith("$(")), ...strays]);

/** The verdict by each way in which a command line can be read: the worse one counts. */
export const byEveryReading = (call: Invocation, judge: (flags: Flags) => Verdict, syntax?: FlagSyntax): Verdict =>
  worst(flagReadings(call, syntax).map(judge));

/** The verdict on one command line. */
export const judgeCommandLine = (line: CommandLine, test: FlagTest, invocation: Invocation): Verdict =>
  byEveryReading(invocation, (flags) => judgeReading(line, test, flags, invocation), line.syntax);

function judgeReading(
  { component, flags: names }: CommandLine,
  test: FlagTest,
  flags: Flags,
  invocation: Invocation,
): Verdict {
  const seen = showFlags(invocation, flags, names, component);
  const unfilled = unfilledWord(names.map((name) => flags.written(name) ?? "")) ?? unfilledFlag(flags);
  if (unfilled !== undefined && invocation.source.pid === undefined) {
    return notReviewed(`${component}: the value of ${unfilled} is not in the manifest.`, seen);
  }
  const outcome = test(flags, invocation);
  if (typeof outcome !== "boolean") return { ...outcome, seen: [...outcome.seen, ...seen] };
  const taken = flags.taken
    .filter((word) => names.some((name) => word.replaceAll("_", "-").includes(name)))
    .map((word) => `, where ${word} is the value of the flag in front of it`)
    .join("");
  const sentence = `${component}: ${describeFlags(flags, names)}${taken}.`;
  return outcome ? notAFinding(sentence, seen) : open(sentence, seen);
}
