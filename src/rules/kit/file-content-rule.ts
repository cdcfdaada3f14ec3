import type { ParsedFile } from "../../evidence/files.ts";
import type { Flags } from "../../evidence/go-flags.ts";
import type { NodeFact } from "../../evidence/node.ts";
import type { Observed } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notReviewed, type Seen, type Verdict } from "../../findings/verdict.ts";
import { type Condition, condition, type NodeRule, unseenVerdict } from "../define-rule.ts";
import { type FlagTest, judgeCommandLine, type Outcome } from "./command-line.ts";
import { type ComponentRuleTexts, componentRule, judgeConfiguredAndRunning, judgeRunning } from "./component-flag.ts";
import { withContainers } from "./container-path.ts";
import { namesFile } from "./names-file.ts";

/** What the content of a file says. */
export type ContentTest = (content: unknown) => Verdict;
/** Judges the file that the command line names; unmet where it names none, Not Reviewed where it was not seen. */
type JudgeFile = (test: ContentTest) => Outcome;
/** A test of one command line and of the file that it names. */
type FileFlagTest = (flags: Flags, invocation: Invocation, file: JudgeFile) => Outcome;

export type FileContentRule = Omit<ComponentRuleTexts, "component" | "files"> & {
  /** The flag that names the file, and the fact of what the file holds. */
  readonly fileFlag: string;
  readonly content: Extract<NodeFact, `content.${string}`>;
  readonly literal: FileFlagTest;
  readonly effective: FileFlagTest;
  /** What else must hold for the requirement. */
  readonly effectiveBesides?: readonly Condition[];
};

const component = "kube-apiserver";
const apiServer = ["manifest.kube-apiserver", "process.kube-apiserver"] as const;

/** The content counts only where it was read by the very path that this command line names. */
function judgeFile(flags: Flags, flag: string, found: Observed<ParsedFile>, test: ContentTest): Outcome {
  if (!namesFile(flags, flag)) return false;
  if (found.state === "unknown") return unseenVerdict(found);
  const path = flags.text(flag);
  if (found.state === "absent" || found.value.path !== path) {
    return notReviewed(`The file that --${flag} names, ${path}, was not read.`);
  }
  const verdict = test(found.value.content);
  const seen: Seen = {
    what: `${path}, named by --${flag}`,
    value: `read as ${found.value.file}`,
    source: found.source,
  };
  return { ...verdict, reason: `${path}: ${verdict.reason}`, seen: [...verdict.seen, seen] };
}

function conditions(rule: FileContentRule): Pick<NodeRule, "literal" | "effective"> {
  const line = { component, flags: rule.flags };
  const judge = (test: FileFlagTest, content: Observed<ParsedFile>) => {
    const flagTest: FlagTest = (flags, call) =>
      test(flags, call, (contentTest) => judgeFile(flags, rule.fileFlag, content, contentTest));
    return (call: Invocation): Verdict => judgeCommandLine(line, flagTest, call);
  };
  const configured = condition(
    [],
    (facts) => {
      const manifest = facts["manifest.kube-apiserver"];
      const process = withContainers(facts["process.kube-apiserver"], manifest);
      return judgeConfiguredAndRunning(line, manifest, process, judge(rule.literal, facts[rule.content]));
    },
    [...apiServer, rule.content],
  );
  const running = condition(
    ["process.kube-apiserver"] as const,
    (facts) => {
      const process = withContainers(facts["process.kube-apiserver"], facts["manifest.kube-apiserver"]);
      return judgeRunning(component, process, judge(rule.effective, facts[rule.content]));
    },
    ["manifest.kube-apiserver", rule.content] as const,
  );
  return { literal: [configured], effective: [running, ...(rule.effectiveBesides ?? [])] };
}

/** A rule about a file that an API server flag names: the flag is judged first, then what the file holds. */
export const fileContentRule = (rule: FileContentRule): NodeRule =>
  componentRule({ ...rule, component }, conditions(rule));
