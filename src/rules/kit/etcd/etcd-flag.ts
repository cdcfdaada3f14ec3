import { hostPathOf } from "../../../evidence/container-paths.ts";
import {
  type EtcdSettings,
  environmentName,
  etcdSettings,
  fileKeyOf,
  isKnown,
} from "../../../evidence/etcd-configuration.ts";
import type { ParsedFile } from "../../../evidence/files.ts";
import type { Flags } from "../../../evidence/go-flags.ts";
import type { Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, defineNodeRule, type NodeRule, unseenVerdict } from "../../define-rule.ts";
import { type Certificates, showCertificates } from "../certificates.ts";
import { describeFlags, type FlagTest, judgeCommandLine, type Outcome } from "../command-line/command-line.ts";
import { judgeConfiguredAndRunning, judgeRunning } from "../command-line/component-flag.ts";
import { type HostFiles, judgeNamedFile, withContainers } from "../container-path.ts";
import { elsewhereFacts, etcdElsewhere, everyEtcdAudited } from "./etcd-endpoints.ts";

/** A rule on settings of etcd, by both readings. */
export type EtcdFlagRule = {
  readonly id: string;
  readonly flags: readonly [string, ...string[]];
  readonly literal: (flags: Flags) => boolean;
  readonly effective: (settings: EtcdSettings, invocation: Invocation) => Outcome;
  /** More settings that the effective reading looks at: shown as evidence. */
  readonly alsoShown?: readonly string[];
  /** Settings whose files must exist on the host for the effective reading. */
  readonly files?: readonly string[];
  readonly expected: string;
  /** What meets the requirement, in a few words, where it is not just what is expected. */
  readonly effectively?: string;
  readonly whenUnset: string;
};

const nowhere = (...facts: readonly Observed<readonly Invocation[]>[]): boolean =>
  facts.every((fact) => fact.state === "absent");

const literalCondition = (rule: EtcdFlagRule): Condition =>
  condition(
    [],
    (facts) => {
      const manifest = facts["manifest.etcd"];
      const process = facts["process.etcd"];
      if (nowhere(manifest, process)) return etcdElsewhere(facts);
      const line = { component: "etcd", flags: rule.flags, syntax: "go-flag" } as const;
      return judgeConfiguredAndRunning(line, manifest, process, (call) => judgeCommandLine(line, rule.literal, call));
    },
    ["manifest.etcd", "process.etcd", ...elsewhereFacts] as const,
  );

/** What else than flags sets something, as evidence: the configuration file, or else variables. */
function showOthers(names: readonly string[], settings: EtcdSettings, { env, source }: Invocation): readonly Seen[] {
  const { file } = settings;
  if (file !== undefined) {
    return names.map((name) => ({
      what: `${fileKeyOf(name)} in etcd's configuration file ${file.path}`,
      value: settings.shown(name) ?? "not set",
      source: { host: source.host, request: `read ${file.file}`, file: file.file },
    }));
  }
  return names.flatMap((name) => {
    const value = env === "unread" ? undefined : env[environmentName(name)];
    return value === undefined ? [] : [{ what: `${environmentName(name)}, environment of etcd`, value, source }];
  });
}

/** The settings in one clause. */
function describe(names: readonly string[], settings: EtcdSettings, flags: Flags, others: readonly Seen[]): string {
  const { file } = settings;
  if (file !== undefined) {
    const shown = names.map((name) => `${fileKeyOf(name)} ${settings.shown(name) ?? "is not set"}`);
    return `etcd, by its configuration file ${file.path}: ${shown.join(", ")}.`;
  }
  const byVariable = others.map(({ what, value }) => `, ${what.split(",")[0]}=${value}`).join("");
  return `etcd: ${describeFlags(flags, names)}${byVariable}.`;
}

/** What is demanded of the settings that a running etcd has in force. */
export type EtcdDemand = Pick<EtcdFlagRule, "flags" | "effective" | "alsoShown" | "files">;

const asVerdict = (outcome: Outcome, reason: string, others: readonly Seen[]): Verdict => {
  if (typeof outcome !== "boolean") return { ...outcome, seen: [...outcome.seen, ...others] };
  return outcome ? notAFinding(reason, others) : open(reason, others);
};

/** What etcd's settings and the files that they name say of the rule. */
const settingsTest =
  (rule: EtcdDemand, config: Observed<ParsedFile>, files: HostFiles, certificates: Certificates): FlagTest =>
  (flags, invocation) => {
    const settings = etcdSettings(flags, invocation, config);
    if (!isKnown(settings)) return unseenVerdict(settings);
    const names = [...rule.flags, ...(rule.alsoShown ?? [])];
    const others = showOthers(names, settings, invocation);
    const reason = describe(names, settings, flags, others);
    const labelOf = (name: string) => (settings.file === undefined ? `--${name}` : fileKeyOf(name));
    const verdict = worst([
      asVerdict(rule.effective(settings, invocation), reason, others),
      ...(rule.files ?? []).map((name) => judgeNamedFile(labelOf(name), settings.text(name), invocation, files)),
    ]);
    const named = (rule.files ?? []).flatMap((name) => hostPathOf(invocation, settings.text(name) ?? "") ?? []);
    return { ...verdict, seen: [...verdict.seen, ...named.flatMap((path) => showCertificates(certificates, path))] };
  };

/** What the running etcd has in force: by its configuration file alone where one is named, else by flags and variables. */
export function etcdInForce(rule: EtcdDemand): Condition {
  const line = { component: "etcd", flags: [...rule.flags, ...(rule.alsoShown ?? [])], syntax: "go-flag" } as const;
  return condition(
    ["manifest.etcd", "process.etcd"] as const,
    (facts) => {
      const manifest = facts["manifest.etcd"];
      const process = facts["process.etcd"];
      if (nowhere(manifest, process)) return etcdElsewhere(facts);
      const test = settingsTest(rule, facts["content.etcd-config"], facts["stat.flag-files"], facts.certificates);
      return judgeRunning("etcd", withContainers(process, manifest), (call) => judgeCommandLine(line, test, call));
    },
    [
      ...([...elsewhereFacts, "content.etcd-config"] as const),
      ...(rule.files === undefined ? [] : (["stat.flag-files", "certificates"] as const)),
    ],
  );
}

/** A rule about the flags of etcd; hosts that run only etcd are judged too. */
export function etcdFlagRule(rule: EtcdFlagRule): NodeRule {
  const names = rule.flags.map((name) => `--${name}`).join(", ");
  const files =
    rule.files === undefined ? "" : " The file must exist; issuer and expiry of a certificate are for the assessor.";
  return defineNodeRule({
    id: rule.id,
    roles: ["control-plane", "etcd"],
    literal: [literalCondition(rule), everyEtcdAudited],
    effective: [etcdInForce(rule), everyEtcdAudited],
    expected: rule.expected,
    readings: {
      literal: `${rule.expected}, in the manifest and in the running process; ${everyEtcdAudited.says}`,
      effective:
        `${rule.effectively ?? rule.expected}, by the running etcd's configuration file or, where it has none, by its ` +
        "flags and ETCD_ variables" +
        (rule.files === undefined ? "" : `; what ${rule.files.map((name) => `--${name}`).join(" and ")} names exists`) +
        `; ${everyEtcdAudited.says}`,
    },
    changes: ["flag of etcd"],
    check:
      `On every node that runs etcd, look for ${names} in the command of the etcd container ` +
      "(/etc/kubernetes/manifests/etcd.yaml on kubeadm) and in /proc/PID/cmdline of the running etcd; flags of similar " +
      "names do not count. The running etcd takes what no flag sets from ETCD_ variables (/proc/PID/environ), and with " +
      `--config-file everything from that file alone. ${rule.whenUnset.charAt(0).toUpperCase()}${rule.whenUnset.slice(1)}.${files}`,
    fix:
      `Give etcd ${rule.expected} in /etc/kubernetes/manifests/etcd.yaml, one member after the other, and wait until ` +
      "the member is healthy again before the next: the kubelet restarts it as soon as the file is saved.",
  });
}
