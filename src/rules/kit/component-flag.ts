import { type FlagSyntax, type Flags, flagReadings } from "../../evidence/go-flags.ts";
import type { Known, Observed } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../findings/verdict.ts";
import { type Condition, condition, defineNodeRule, type NodeRule, unseenVerdict } from "../define-rule.ts";
import { judgeNamedFile, withContainers } from "./container-path.ts";

/** The control-plane components of Kubernetes itself; etcd reads its flags otherwise (etcd-flag.ts). */
export type ControlPlaneComponent = "kube-apiserver" | "kube-controller-manager" | "kube-scheduler";

/** Met, unmet, or a verdict of its own where neither can be said. */
export type Outcome = boolean | Verdict;
/** A test of one command line. A process comes with the image and the mounts of its manifest, where there is one. */
export type FlagTest = (flags: Flags, invocation: Invocation) => Outcome;

export type ComponentFlagRule = {
  readonly vulnId: string;
  readonly component: ControlPlaneComponent;
  /** The flags that the rule is about, without dashes: shown as evidence. The first one is the one to set. */
  readonly flags: readonly [string, ...string[]];
  /** Whether a command line satisfies the check text. */
  readonly literal: FlagTest;
  /** Whether the running component meets the requirement; what an unset flag means in this version is part of it. */
  readonly effective: FlagTest;
  /** Flags whose files must exist on the host for the effective reading. */
  readonly files?: readonly string[];
  /** What else the check text demands. */
  readonly literalBesides?: readonly Condition[];
  /** What the flags should be, as an operator writes it: `--profiling=false`. */
  readonly expected: string;
  /** What an unset flag means: "unset means TLS 1.2". */
  readonly whenUnset: string;
  /** What to set, where `expected` is not already the line to add; and what the change does. */
  readonly fix?: string;
};

/** Whose command line is looked at, for which flags. */
export type CommandLine = {
  readonly component: string;
  readonly flags: readonly string[];
  readonly syntax?: FlagSyntax;
};

const placeOf = (invocation: Invocation): string =>
  invocation.source.pid === undefined ? "static pod manifest" : "running process";

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
    return {
      what: `--${name} of ${component}, ${placeOf(invocation)}`,
      value: flags.written(name) ?? "not set",
      source: { ...invocation.source, ...place },
    };
  });
}

/** The flags as one clause: `--profiling is not set, --secure-port=6443`. */
export const describeFlags = (flags: Flags, names: readonly string[]): string =>
  names.map((name) => flags.written(name) ?? `--${name} is not set`).join(", ");

/** The first word with a $(NAME) that the manifest itself gives no value: the kubelet fills it in at the start. */
export const unfilledWord = (words: readonly string[]): string | undefined =>
  words.find((word) => /\$\([A-Za-z_.-][\w.-]*\)/.test(word));

/** The verdict on one command line; where it can be read in two ways the worse one counts. */
export function judgeCommandLine(line: CommandLine, test: FlagTest, invocation: Invocation): Verdict {
  return worst(flagReadings(invocation, line.syntax).map((flags) => judgeReading(line, test, flags, invocation)));
}

function judgeReading(
  { component, flags: names }: CommandLine,
  test: FlagTest,
  flags: Flags,
  invocation: Invocation,
): Verdict {
  const seen = showFlags(invocation, flags, names, component);
  const unfilled = unfilledWord([...names.map((name) => flags.written(name) ?? ""), ...flags.strays]);
  if (unfilled !== undefined && invocation.source.pid === undefined) {
    return notReviewed(`${component}, ${placeOf(invocation)}: the value of ${unfilled} is not in the manifest.`, seen);
  }
  const outcome = test(flags, invocation);
  if (typeof outcome !== "boolean") return { ...outcome, seen: [...outcome.seen, ...seen] };
  const taken = flags.taken
    .filter((word) => names.some((name) => word.replaceAll("_", "-").includes(name)))
    .map((word) => `, where ${word} is the value of the flag in front of it`)
    .join("");
  const sentence = `${component}, ${placeOf(invocation)}: ${describeFlags(flags, names)}${taken}.`;
  return outcome ? notAFinding(sentence, seen) : open(sentence, seen);
}

/**
 * Decides on what is configured and on what runs: the worse counts. An unreadable process does not take away what the
 * manifest shows; a component that no manifest starts is judged by its process; one that is nowhere is Not Reviewed.
 */
export function judgeConfiguredAndRunning(
  component: string,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
  judge: (invocation: Invocation) => Verdict,
): Verdict {
  const verdicts = [manifest, process].flatMap((fact) => (fact.state === "present" ? fact.value.map(judge) : []));
  if (manifest.state === "unknown") verdicts.push(unseenVerdict(manifest));
  if (process.state === "unknown" && manifest.state !== "present") verdicts.push(unseenVerdict(process));
  return verdicts.length > 0 ? worst(verdicts) : notRunning(component);
}

/** Decides on what runs only; a component without a process is Not Reviewed. */
export const judgeRunning = (
  component: string,
  process: Known<readonly Invocation[]>,
  judge: (invocation: Invocation) => Verdict,
): Verdict =>
  process.state === "present" && process.value.length > 0
    ? worst(process.value.map(judge))
    : notReviewed(`${component} is not running on this node.`);

/** Not Reviewed for want of the component: its provider, or a program that embeds it, may run it. */
export const notRunning = (component: string): Verdict =>
  notReviewed(`${component} is neither in a static pod manifest nor running on this control-plane node.`);

/** The literal condition of a flag rule: manifest and process, the worse counts. */
const configuredFlags = (rule: Pick<ComponentFlagRule, "component" | "flags">, test: FlagTest): Condition =>
  condition(
    [],
    (facts) => {
      const manifest = facts[`manifest.${rule.component}`];
      const process = withContainers(facts[`process.${rule.component}`], manifest);
      return judgeConfiguredAndRunning(rule.component, manifest, process, (call) => judgeCommandLine(rule, test, call));
    },
    [`manifest.${rule.component}`, `process.${rule.component}`] as const,
  );

/** The effective condition of a flag rule: the running process. */
export const runningFlags = (rule: Pick<ComponentFlagRule, "component" | "flags">, test: FlagTest): Condition =>
  condition(
    [`process.${rule.component}`] as const,
    (facts) => {
      const process = withContainers(facts[`process.${rule.component}`], facts[`manifest.${rule.component}`]);
      return judgeRunning(rule.component, process, (call) => judgeCommandLine(rule, test, call));
    },
    [`manifest.${rule.component}`] as const,
  );

/** A condition that the files exist which flags of the running process name. */
const runningFiles = (component: ControlPlaneComponent, flags: readonly string[]): Condition =>
  condition(
    [`process.${component}`] as const,
    (facts) => {
      const process = withContainers(facts[`process.${component}`], facts[`manifest.${component}`]);
      const files = facts["stat.flag-files"];
      return judgeRunning(component, process, (call) => {
        const exist: FlagTest = (given) =>
          worst(flags.map((name) => judgeNamedFile(`--${name}`, given.text(name), call, files)));
        return judgeCommandLine({ component, flags }, exist, call);
      });
    },
    [`manifest.${component}`, "stat.flag-files"] as const,
  );

/** A rule about the flags of one control-plane component. */
export function componentFlagRule(rule: ComponentFlagRule): NodeRule {
  const names = rule.flags.map((name) => `--${name}`).join(", ");
  const files =
    rule.files === undefined ? "" : " The files must exist; issuer and expiry of a certificate are for the assessor.";
  return defineNodeRule({
    vulnId: rule.vulnId,
    roles: ["control-plane"],
    literal: [configuredFlags(rule, rule.literal), ...(rule.literalBesides ?? [])],
    effective: [
      runningFlags(rule, rule.effective),
      ...(rule.files === undefined ? [] : [runningFiles(rule.component, rule.files)]),
    ],
    expected: rule.expected,
    check:
      `On every control-plane node, look for ${names} in the command and args of the ${rule.component} container ` +
      `(/etc/kubernetes/manifests/${rule.component}.yaml on kubeadm) and in /proc/PID/cmdline of the running ` +
      `${rule.component}. Where the two differ the worse one counts. ${sentence(rule.whenUnset)}${files}`,
    fix:
      rule.fix ??
      `Give ${rule.component} ${rule.expected} in /etc/kubernetes/manifests/${rule.component}.yaml on every ` +
        "control-plane node, one node after the other. The kubelet restarts the component as soon as the file is saved.",
  });
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
