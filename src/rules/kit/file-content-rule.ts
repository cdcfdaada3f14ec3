import type { ParsedFile } from "../../evidence/files.ts";
import type { Flags } from "../../evidence/go-flags.ts";
import type { NodeFact } from "../../evidence/node.ts";
import type { Observed, Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notReviewed, type Seen, type Verdict } from "../../findings/verdict.ts";
import { type Condition, condition, type NodeRule, unseenVerdict } from "../define-rule.ts";
import { type FlagTest, judgeCommandLine, type Outcome } from "./command-line/command-line.ts";
import {
  type ComponentRuleTexts,
  componentRule,
  judgeConfiguredAndRunning,
  judgeRunning,
} from "./command-line/component-flag.ts";
import { namesFile } from "./command-line/names-file.ts";
import { withContainers } from "./container-path.ts";

/** What the content of a file says; `source` is where it was read. */
export type ContentTest = (content: unknown, source: Source) => Verdict;
/** Judges the file that the command line names; unmet where it names none, Not Reviewed where it was not seen. */
type JudgeFile = (test: ContentTest) => Outcome;
/** A test of one command line and of the file that it names. */
export type FileFlagTest = (flags: Flags, invocation: Invocation, file: JudgeFile) => Outcome;

/** A rule on what a file holds that a flag of kube-apiserver names. */
export type FileContentRule = Omit<ComponentRuleTexts, "component" | "files"> & {
  /** The flag that names the file, and the fact of what the file holds. */
  readonly fileFlag: string;
  readonly content: Extract<NodeFact, `content.${string}`>;
  readonly literal: FileFlagTest;
  readonly effective: FileFlagTest;
};

const component = "kube-apiserver";
const apiServer = ["manifest.kube-apiserver", "process.kube-apiserver"] as const;

/** What is known of the file that a flag names. */
export type NamedContent =
  | { readonly state: "unnamed" }
  | { readonly state: "unread"; readonly verdict: Verdict }
  | { readonly state: "read"; readonly path: string; readonly content: unknown; readonly seen: Seen };

/** The file that a flag names; its content counts only where it was read by the very path of this command line. */
export function namedContent(flags: Flags, flag: string, found: Observed<ParsedFile>): NamedContent {
  if (!namesFile(flags, flag)) return { state: "unnamed" };
  if (found.state === "unknown") return { state: "unread", verdict: unseenVerdict(found) };
  const path = flags.text(flag);
  if (found.state === "absent" || found.value.path !== path) {
    return { state: "unread", verdict: notReviewed(`The file that --${flag} names, ${path}, was not read.`) };
  }
  const what = `${path}, named by --${flag}`;
  const seen: Seen = { what, value: `read as ${found.value.file}`, source: found.source };
  return { state: "read", path, content: found.value.content, seen };
}

function judgeFile(file: NamedContent, test: ContentTest): Outcome {
  if (file.state === "unnamed") return false;
  if (file.state === "unread") return file.verdict;
  const verdict = test(file.content, file.seen.source);
  return { ...verdict, reason: `${file.path}: ${verdict.reason}`, seen: [...verdict.seen, file.seen] };
}

/** The flags to show, the flag that names the file, and the fact of what the file holds. */
export type FileLine = Pick<FileContentRule, "flags" | "fileFlag" | "content">;

const judgeLine = (line: FileLine, test: FileFlagTest, found: Observed<ParsedFile>, call: Invocation): Verdict => {
  const flagTest: FlagTest = (flags, invocation) =>
    test(flags, invocation, (contentTest) => judgeFile(namedContent(flags, line.fileFlag, found), contentTest));
  return judgeCommandLine({ component, flags: line.flags }, flagTest, call);
};

/** The literal condition on a named file: by manifest and process, the worse counts. */
export const configuredFile = (line: FileLine, test: FileFlagTest): Condition =>
  condition(
    [],
    (facts) => {
      const manifest = facts["manifest.kube-apiserver"];
      const process = withContainers(facts["process.kube-apiserver"], manifest);
      const judge = (call: Invocation) => judgeLine(line, test, facts[line.content], call);
      return judgeConfiguredAndRunning({ component, flags: line.flags }, manifest, process, judge);
    },
    [...apiServer, line.content],
  );

/** The effective condition on a named file: by the running process. */
export const runningFile = (line: FileLine, test: FileFlagTest): Condition =>
  condition(
    ["process.kube-apiserver"] as const,
    (facts) => {
      const process = withContainers(facts["process.kube-apiserver"], facts["manifest.kube-apiserver"]);
      return judgeRunning(component, process, (call) => judgeLine(line, test, facts[line.content], call));
    },
    ["manifest.kube-apiserver", line.content] as const,
  );

/** A rule about a file that an API server flag names: the flag is judged first, then what the file holds. */
export const fileContentRule = (rule: FileContentRule): NodeRule =>
  componentRule(
    { ...rule, component },
    { literal: [configuredFile(rule, rule.literal)], effective: [runningFile(rule, rule.effective)] },
  );
