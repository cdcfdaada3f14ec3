import type { ApiNamespace } from "../../../evidence/cluster.ts";
import type { Observed, Source } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, unseenVerdict } from "../../define-rule.ts";
import { isWholeList, systemNamespaces } from "../cluster/system-namespaces.ts";
import { type FlagTest, judgeCommandLine } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { withContainers } from "../container-path.ts";
import { type FileLine, type NamedContent, namedContent } from "../file-content-rule.ts";
import { listed } from "../unknown-data.ts";
import {
  configuredDefault,
  isLevel,
  type PodSecurityDefault,
  type PodSecurityLevel,
  upstreamDefault,
  withoutPodSecurity,
} from "./pod-security-config.ts";

const component = "kube-apiserver";
const label = "pod-security.kubernetes.io/enforce";

/** A namespace's level, and what says so. */
type Held = { readonly name: string; readonly level: PodSecurityLevel | undefined; readonly how: string };

/** The level that a namespace is held to, and what says so; undefined where it is not known. */
export function heldTo({ name, labels }: ApiNamespace, byDefault: PodSecurityDefault): Held {
  const written = Object.hasOwn(labels, label) ? labels[label] : undefined;
  if (written === undefined) return { name, level: byDefault.level, how: "by default" };
  if (isLevel(written)) return { name, level: written, how: "by its label" };
  return { name, level: undefined, how: `its label ${label} is ${written}` };
}

const namesOf = (held: readonly Held[]): string => listed(held.map(({ name }) => name));
const rowsOf = (held: readonly Held[], source: Source): readonly Seen[] =>
  held.map(({ name, level = "not known", how }) => ({
    what: `level enforced in namespace ${name}`,
    value: `${level}, ${how}`,
    source,
  }));

/** Every namespace but those allowed is held to baseline or restricted. One that is not is a finding, whatever is unseen. */
function judgeLevels(
  byDefault: PodSecurityDefault,
  namespaces: Observed<readonly ApiNamespace[]>,
  allowed: readonly string[],
): Verdict {
  if (namespaces.state === "unknown") return unseenVerdict(namespaces);
  const list = namespaces.state === "present" ? namespaces.value : [];
  if (!isWholeList(list)) return notReviewed("The API's list of namespaces is not whole.");
  const held = list
    .filter(({ name }) => !(systemNamespaces.includes(name) || allowed.includes(name)))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((namespace) => heldTo(namespace, byDefault));
  const privileged = held.filter(({ level }) => level === "privileged");
  const unclear = held.filter(({ level }) => level === undefined);
  const seen = rowsOf([...privileged, ...unclear], namespaces.source);
  if (privileged.length > 0) return open(`Pods may be privileged in namespace ${namesOf(privileged)}.`, seen);
  if (unclear.length > 0) return notReviewed(`The level enforced is not known in namespace ${namesOf(unclear)}.`, seen);
  const isAllowed = list.some(({ name }) => allowed.includes(name));
  const spared = `the system's${isAllowed ? " and those that the site allows" : ""}`;
  const reason = `Every namespace but ${spared} is held to baseline or restricted.`;
  return notAFinding(reason, rowsOf(held, namespaces.source));
}

/** What the file that the command line names makes of the plugin's default. */
export function defaultOf(file: NamedContent, allowed: readonly string[]): PodSecurityDefault {
  if (file.state === "unnamed") return upstreamDefault;
  if (file.state === "unread") return { level: undefined, doubts: [file.verdict] };
  const { level, doubts } = configuredDefault(file.content, allowed, file.seen.source);
  const inFile = (doubt: Verdict) => ({ ...doubt, reason: `${file.path}: ${doubt.reason}` });
  return { level, doubts: doubts.map(inFile) };
}

/**
 * As it runs: the labels of the namespaces and the configuration's default hold every namespace to baseline or
 * restricted, and nothing else is exempted. `line` names the file of the plugin's configuration.
 */
export const everyNamespaceIsHeld = (line: FileLine, allowed: readonly string[]): Condition =>
  condition(
    ["process.kube-apiserver"] as const,
    (facts) => {
      const process = withContainers(facts["process.kube-apiserver"], facts["manifest.kube-apiserver"]);
      const isHeld: FlagTest = (flags, call) => {
        const file = namedContent(flags, line.fileFlag, facts["content.admission-config"]);
        const byDefault = defaultOf(file, allowed);
        const levels = judgeLevels(byDefault, facts["api.namespaces"], allowed);
        return withoutPodSecurity(call) ?? worst([levels, ...byDefault.doubts]);
      };
      const judge = (call: Invocation) => judgeCommandLine({ component, flags: line.flags }, isHeld, call);
      return judgeRunning(component, process, judge);
    },
    ["manifest.kube-apiserver", "content.admission-config", "api.namespaces"] as const,
  );
