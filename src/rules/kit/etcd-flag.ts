import { type Flags, readFlags } from "../../evidence/go-flags.ts";
import type { NodeLayout } from "../../evidence/layout.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  open,
  type Seen,
  type Verdict,
  worst,
} from "../../findings/verdict.ts";
import { type Condition, condition, defineNodeRule, type NodeRule } from "../define-rule.ts";
import { describeFlags, type FlagTest, judgeCommandLine } from "./command-line.ts";
import { judgeConfiguredAndRunning, judgeRunning } from "./component-flag.ts";
import { type HostFiles, judgeNamedFile, withContainers } from "./container-path.ts";
import { type EtcdSettings, environmentName, etcdSettings } from "./etcd-settings.ts";

export type EtcdFlagRule = {
  readonly vulnId: string;
  readonly flags: readonly [string, ...string[]];
  readonly literal: (flags: Flags) => boolean;
  readonly effective: (settings: EtcdSettings) => boolean;
  /** More settings that the effective reading looks at: shown as evidence. */
  readonly alsoShown?: readonly string[];
  /** Settings whose files must exist on the host for the effective reading. */
  readonly files?: readonly string[];
  readonly expected: string;
  /** What meets the requirement, in a few words, where it is not just what is expected. */
  readonly effectively?: string;
  readonly whenUnset: string;
};

/**
 * Where etcd is not on this node: what the API server's --etcd-servers says of it. Only a socket of kine or dqlite proves
 * that there is no etcd; hosts of an external etcd are judged on their own.
 */
export function etcdElsewhere(
  layout: Observed<NodeLayout>,
  ...apiServers: readonly Observed<readonly Invocation[]>[]
): Verdict {
  const datastore = layout.state === "present" ? layout.value.datastore : undefined;
  if (datastore !== undefined) return notApplicable(`The datastore is not etcd: ${datastore}.`);
  const calls = apiServers.flatMap(entriesSeen);
  if (calls.length === 0) {
    return notReviewed(
      "etcd is neither in a static pod manifest nor running here, and no API server says where it is.",
    );
  }
  const servers = [...new Set(calls.flatMap((call) => readFlags(call).list("etcd-servers") ?? []))].sort();
  const isComplete = apiServers.every(({ state }) => state !== "unknown");
  if (isComplete && servers.length > 0 && servers.every((url) => /^unix:.*(kine|dqlite)/.test(url))) {
    return notApplicable(`The datastore is not etcd: the API server uses ${servers.join(", ")}.`);
  }
  return notReviewed(`etcd is not on this node: the API server uses ${servers.join(", ") || "no --etcd-servers"}.`);
}

const nowhere = (...facts: readonly Observed<readonly Invocation[]>[]): boolean =>
  facts.every((fact) => fact.state === "absent");

const apiServerFacts = ["manifest.kube-apiserver", "process.kube-apiserver"] as const;

const literalCondition = (rule: EtcdFlagRule): Condition =>
  condition(
    [],
    (facts) => {
      const manifest = facts["manifest.etcd"];
      const process = facts["process.etcd"];
      if (nowhere(manifest, process))
        return etcdElsewhere(facts["node.layout"], ...apiServerFacts.map((name) => facts[name]));
      const line = { component: "etcd", flags: rule.flags, syntax: "go-flag" } as const;
      return judgeConfiguredAndRunning(line, manifest, process, (call) => judgeCommandLine(line, rule.literal, call));
    },
    ["manifest.etcd", "process.etcd", "node.layout", ...apiServerFacts] as const,
  );

/** Settings by environment variable, as evidence. */
const showVariables = (names: readonly string[], { env, source }: Invocation): readonly Seen[] =>
  names.map(environmentName).flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [{ what: `${name} of etcd, environment in its manifest`, value, source }];
  });

/** What etcd's settings and the files that they name say of the rule. */
const settingsTest =
  (rule: EtcdFlagRule, files: HostFiles): FlagTest =>
  (flags, invocation) => {
    const shown = [...rule.flags, ...(rule.alsoShown ?? [])];
    const variables = showVariables([...shown, "config-file"], invocation);
    const settings = etcdSettings(flags, invocation.env);
    if ((settings.text("config-file") ?? "") !== "") {
      return notReviewed("etcd takes its settings from a configuration file, which was not read.", variables);
    }
    const byVariable = variables.map(({ what, value }) => `, ${what.split(" ")[0]}=${value}`).join("");
    const reason = `etcd: ${describeFlags(flags, shown)}${byVariable}.`;
    const met = rule.effective(settings);
    const bySettings = met ? notAFinding(reason, variables) : open(reason, variables);
    return worst([
      bySettings,
      ...(rule.files ?? []).map((name) => judgeNamedFile(`--${name}`, settings.text(name), invocation, files)),
    ]);
  };

/**
 * etcd's environment is read from the manifest that starts it. Where no manifest does, or a configuration file is named
 * (which makes etcd ignore every flag and variable), the effective settings are not known.
 */
function effectiveCondition(rule: EtcdFlagRule): Condition {
  const line = { component: "etcd", flags: [...rule.flags, ...(rule.alsoShown ?? [])], syntax: "go-flag" } as const;
  const withoutManifest: FlagTest = () => notReviewed("The environment that etcd was started with was not read.");
  return condition(
    ["manifest.etcd", "process.etcd"] as const,
    (facts) => {
      const manifest = facts["manifest.etcd"];
      const process = facts["process.etcd"];
      if (nowhere(manifest, process))
        return etcdElsewhere(facts["node.layout"], ...apiServerFacts.map((name) => facts[name]));
      const test = manifest.state === "present" ? settingsTest(rule, facts["stat.flag-files"]) : withoutManifest;
      return judgeRunning("etcd", withContainers(process, manifest), (call) => judgeCommandLine(line, test, call));
    },
    ["node.layout", ...apiServerFacts, ...(rule.files === undefined ? [] : (["stat.flag-files"] as const))],
  );
}

/** A rule about the flags of etcd; hosts that run only etcd are judged too. */
export function etcdFlagRule(rule: EtcdFlagRule): NodeRule {
  const names = rule.flags.map((name) => `--${name}`).join(", ");
  const files =
    rule.files === undefined ? "" : " The file must exist; issuer and expiry of a certificate are for the assessor.";
  return defineNodeRule({
    vulnId: rule.vulnId,
    roles: ["control-plane", "etcd"],
    literal: [literalCondition(rule)],
    effective: [effectiveCondition(rule)],
    expected: rule.expected,
    readings: {
      literal: `${rule.expected}, in the manifest and in the running process`,
      effective:
        `${rule.effectively ?? rule.expected}, by the running etcd's flags or the ETCD_ variables of its manifest` +
        (rule.files === undefined ? "" : `; what ${rule.files.map((name) => `--${name}`).join(" and ")} names exists`),
    },
    changes: ["flag of etcd"],
    check:
      `On every node that runs etcd, look for ${names} in the command of the etcd container ` +
      "(/etc/kubernetes/manifests/etcd.yaml on kubeadm) and in /proc/PID/cmdline of the running etcd; flags of similar " +
      "names do not count. The running etcd takes what no flag sets from ETCD_ variables, and with --config-file " +
      `everything from that file. ${rule.whenUnset.charAt(0).toUpperCase()}${rule.whenUnset.slice(1)}.${files}`,
    fix:
      `Give etcd ${rule.expected} in /etc/kubernetes/manifests/etcd.yaml, one member after the other, and wait until ` +
      "the member is healthy again before the next: the kubelet restarts it as soon as the file is saved.",
  });
}
