import { hostPathOf } from "../../../evidence/container-paths.ts";
import { entriesSeen, type Known, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notReviewed, type Verdict, worst } from "../../../findings/verdict.ts";
import {
  type Condition,
  condition,
  defineNodeRule,
  type NodeRule,
  type Readings,
  unseenVerdict,
} from "../../define-rule.ts";
import type { kubernetesComponents } from "../../fixes/change.ts";
import { judgeCertificates, showCertificates } from "../certificates.ts";
import { judgeNamedFile, withContainers } from "../container-path.ts";
import { type CommandLine, type FlagTest, judgeCommandLine, sayingFromFile } from "./command-line.ts";
import { withDrift, withSeveralManifests } from "./drift.ts";
import { byTextUnlessInFile, inForceUnlessInFile } from "./flag-file.ts";

/** A component of Kubernetes itself; etcd reads its flags otherwise (etcd-flag.ts). */
export type ControlPlaneComponent = (typeof kubernetesComponents)[number];

export type ComponentFlagRule = {
  readonly id: string;
  readonly component: ControlPlaneComponent;
  /** The flags that the rule is about, without dashes: shown as evidence. The first one is the one to set. */
  readonly flags: readonly [string, ...string[]];
  /** Whether a command line satisfies the check text. */
  readonly literal: FlagTest;
  /** Whether the running component meets the requirement; what an unset flag means in this version is part of it. */
  readonly effective: FlagTest;
  /** Flags whose files must exist on the host for the effective reading. */
  readonly files?: readonly string[];
  /** What the effective reading demands of the certificate of one of these flags, besides that the file exists. */
  readonly certificates?: { readonly flag: string; readonly must: "be there" | "not be expired" };
  /** What else the check text demands. */
  readonly literalBesides?: readonly Condition[];
  /** What else decides whether the running component meets the requirement. */
  readonly effectiveBesides?: readonly Condition[];
  /** What the flags should be, as an operator writes it: `--profiling=false`. */
  readonly expected: string;
  /** What passes, in a few words, where it is not just what is expected. */
  readonly passes?: Partial<Readings>;
  /** What differs from release to release. */
  readonly errata?: readonly string[];
  /** What an unset flag means: "unset means TLS 1.2". */
  readonly whenUnset: string;
  /** What to set, where `expected` is not already the line to add; and what the change does. */
  readonly fix?: string;
};

/** Says of a verdict where it was seen; needed only where the places differ. */
const inPlace =
  (place: string) =>
  (verdict: Verdict): Verdict => ({ ...verdict, reason: `${verdict.reason.replace(/\.$/, "")} (${place}).` });

/**
 * Decides on what is configured and on what runs: the worse counts, and a difference in the flags is said. An unreadable
 * process does not take away what the manifest shows; a component that no manifest starts is judged by its process; one
 * that is nowhere is Not Reviewed.
 */
export function judgeConfiguredAndRunning(
  line: CommandLine,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
  judge: (invocation: Invocation) => Verdict,
): Verdict {
  const judgeCall = (call: Invocation): Verdict => sayingFromFile(call, byTextUnlessInFile(line, call, judge(call)));
  const configured = manifest.state === "present" ? manifest.value.map(judgeCall) : [];
  const running = process.state === "present" ? process.value.map(judgeCall) : [];
  const agree = new Set([...configured, ...running].map(({ reason }) => reason)).size === 1;
  const verdicts = agree
    ? [...configured, ...running]
    : [...configured.map(inPlace("static pod manifest")), ...running.map(inPlace("running process"))];
  if (manifest.state === "unknown") verdicts.push(unseenVerdict(manifest));
  if (process.state === "unknown" && manifest.state !== "present") verdicts.push(unseenVerdict(process));
  if (verdicts.length === 0) return notRunning(line.component);
  const verdict = withSeveralManifests(worst(verdicts), line.component, manifest);
  return withDrift(verdict, line, { where: "the manifest", calls: entriesSeen(manifest) }, entriesSeen(process));
}

/** Decides on what runs only; a component without a process, or with flags in a file, is Not Reviewed. */
export const judgeRunning = (
  component: string,
  process: Known<readonly Invocation[]>,
  judge: (invocation: Invocation) => Verdict,
): Verdict =>
  process.state === "present" && process.value.length > 0
    ? worst(process.value.map((call) => sayingFromFile(call, inForceUnlessInFile(component, call, judge(call)))))
    : notReviewed(`${component} is not running on this node.`);

/** Not Reviewed for want of the component: its provider, or a program that embeds it, may run it. */
export const notRunning = (component: string): Verdict =>
  notReviewed(`${component} is neither in a static pod manifest nor running on this control-plane node.`);

/** The literal condition of a flag rule: manifest and process, the worse counts. */
export const configuredFlags = (rule: Pick<ComponentFlagRule, "component" | "flags">, test: FlagTest): Condition =>
  condition(
    [],
    (facts) => {
      const manifest = facts[`manifest.${rule.component}`];
      const process = withContainers(facts[`process.${rule.component}`], manifest);
      return judgeConfiguredAndRunning(rule, manifest, process, (call) => judgeCommandLine(rule, test, call));
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

type FlagFiles = Pick<ComponentFlagRule, "component" | "files" | "certificates">;

/** A condition that the files exist which flags of the running process name. */
export const runningFiles = ({ component, files: names = [], certificates: demand }: FlagFiles): Condition =>
  condition(
    [`process.${component}`] as const,
    (facts) => {
      const process = withContainers(facts[`process.${component}`], facts[`manifest.${component}`]);
      const { certificates, "stat.flag-files": files, "node.collected-at": readAt } = facts;
      const at = demand?.must === "not be expired" ? readAt : undefined;
      return judgeRunning(component, process, (call) => {
        const judgeFile = (name: string, path: string | undefined): Verdict => {
          const exists = judgeNamedFile(`--${name}`, path, call, files);
          const onHost = hostPathOf(call, path ?? "");
          if (exists.status !== "not_a_finding" || onHost === undefined) return exists;
          const shown = { ...exists, seen: [...exists.seen, ...showCertificates(certificates, onHost)] };
          return demand?.flag === name ? worst([shown, judgeCertificates(certificates, onHost, at)]) : shown;
        };
        const test: FlagTest = (given) => worst(names.map((name) => judgeFile(name, given.text(name))));
        return judgeCommandLine({ component, flags: names }, test, call);
      });
    },
    [
      ...([`manifest.${component}`, "stat.flag-files", "certificates"] as const),
      ...(demand?.must === "not be expired" ? (["node.collected-at"] as const) : []),
    ],
  );

/** What a rule about one component's flags says to people, and of which flags. */
export type ComponentRuleTexts = Pick<
  ComponentFlagRule,
  "id" | "component" | "flags" | "files" | "certificates" | "expected" | "passes" | "errata" | "whenUnset" | "fix"
>;

const ofCertificate = {
  "be there": "holds a certificate",
  "not be expired": "holds one that has not expired",
} as const;

const readingsOf = ({ expected, passes = {}, files, certificates: demand }: ComponentRuleTexts): Readings => ({
  literal: `${passes.literal ?? expected}, in the manifest and in the running process`,
  effective:
    `${passes.effective ?? expected}, in the running process` +
    (files === undefined ? "" : `; what ${files.map((name) => `--${name}`).join(" and ")} names exists`) +
    (demand === undefined ? "" : `; the file of --${demand.flag} ${ofCertificate[demand.must]}`),
});

/** A rule about one control-plane component, whatever it is decided by. */
export function componentRule(rule: ComponentRuleTexts, conditions: Pick<NodeRule, "literal" | "effective">): NodeRule {
  const names = rule.flags.map((name) => `--${name}`).join(", ");
  const forAssessor = rule.certificates?.must === "not be expired" ? "issuer" : "issuer and expiry";
  const files =
    rule.files === undefined
      ? ""
      : ` The files must exist; ${forAssessor} of a certificate ${forAssessor === "issuer" ? "is" : "are"} for the assessor.`;
  return defineNodeRule({
    id: rule.id,
    roles: ["control-plane"],
    ...conditions,
    expected: rule.expected,
    readings: readingsOf(rule),
    errata: rule.errata ?? [],
    changes: [`flag of ${rule.component}`],
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

/** A rule about the flags of one control-plane component. */
export const componentFlagRule = (rule: ComponentFlagRule): NodeRule =>
  componentRule(rule, {
    literal: [configuredFlags(rule, rule.literal), ...(rule.literalBesides ?? [])],
    effective: [
      runningFlags(rule, rule.effective),
      ...(rule.files === undefined ? [] : [runningFiles(rule)]),
      ...(rule.effectiveBesides ?? []),
    ],
  });

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
