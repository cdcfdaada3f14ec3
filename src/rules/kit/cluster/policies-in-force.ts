import { entriesSeen, type Present } from "../../../evidence/observed.ts";
import type { Rbac, RbacRule } from "../../../evidence/rbac.ts";
import type { RunHost } from "../../../evidence/run.ts";
import {
  leftUnseen,
  notAFinding,
  notReviewed,
  open,
  type Seen,
  type Verdict,
  worst,
} from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { admissionPluginFlags, isPluginOn } from "../command-line/admission-plugins.ts";
import { type FlagTest, judgeCommandLine } from "../command-line/command-line.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { resolveGrants } from "../rbac/grants.ts";
import { hasGroup, hasResource, hasVerb } from "../rbac/rule-has.ts";
import { listed } from "../unknown-data.ts";
import { counted } from "./pods.ts";

const plugin = "PodSecurityPolicy";
const line = { component: "kube-apiserver", flags: admissionPluginFlags } as const;
const isOn: FlagTest = (flags) => isPluginOn(flags, plugin, "off by default");

type OnHost = { readonly host: string; readonly verdict: Verdict };

const partlyRead = (host: string, { seen }: Verdict): Verdict =>
  leftUnseen(notReviewed(`${host} was not read as a whole.`, seen), `${host} was not read as a whole`);

/** What the API server on a host does; nothing where none can be there. */
function onHost({ name: host, isRead, facts }: RunHost): readonly OnHost[] {
  const { "node.role": role, "process.kube-apiserver": process } = facts;
  if (role.state === "present" && !role.value.controlPlane) return [];
  if (process.state === "present") {
    const verdict = judgeRunning(line.component, process, (call) => judgeCommandLine(line, isOn, call));
    const isPartly = !isRead && verdict.status === "not_a_finding";
    return [{ host, verdict: isPartly ? partlyRead(host, verdict) : verdict }];
  }
  if (role.state !== "present") {
    const clause = `whether ${host} is a control plane is not known`;
    return [{ host, verdict: leftUnseen(notReviewed(`Whether ${host} is a control plane is not known.`), clause) }];
  }
  const unseen = process.state === "unknown" ? unseenVerdict(process) : undefined;
  return [{ host, verdict: unseen ?? notReviewed(`On ${host}, a control plane, no API server runs.`) }];
}

/** The condition that every API server of the cluster has the admission plugin, without which policies count for nothing. */
export const pluginIsOn: ClusterCondition = clusterCondition(
  ["run.hosts"],
  ({ "run.hosts": hosts, "api.nodes": nodes }): Verdict => {
    const each = entriesSeen(hosts).flatMap(onHost);
    const seen = each.flatMap(({ verdict }) => verdict.seen);
    const off = each.filter(({ verdict }) => verdict.status === "open").map(({ host }) => host);
    if (off.length > 0) return open(counted(off, `the admission plugin ${plugin} is not enabled on`), seen);
    if (nodes.state !== "present") {
      const what = "Whether there are further control planes is not known: the nodes were not listed.";
      return worst([notReviewed(what, seen), ...(nodes.state === "unknown" ? [unseenVerdict(nodes)] : [])]);
    }
    if (each.length === 0) return notReviewed("No API server is on a host of this run: its plugins were not seen.");
    const unseen = each.map(({ verdict }) => verdict).filter(({ status }) => status === "not_reviewed");
    if (unseen.length > 0) return { ...worst(unseen), seen };
    return notAFinding(`Every API server has the admission plugin ${plugin} enabled.`, seen);
  },
  ["api.nodes"],
);

/** Every user, and every pod's ServiceAccount: a pod is admitted by a policy that either may use. */
const everybody = ["Group:system:authenticated", "Group:system:serviceaccounts"];

/** The plugin asks for the right in the group of older releases too (plugin/pkg/admission/security/podsecuritypolicy). */
const letsUse = (rule: RbacRule, names: readonly string[]): boolean =>
  (hasGroup(rule, "policy") || hasGroup(rule, "extensions")) &&
  hasResource(rule, "podsecuritypolicies") &&
  hasVerb(rule, "use") &&
  (rule.resourceNames.length === 0 ? names.length > 0 : rule.resourceNames.some((name) => names.includes(name)));

function judgeUse({ value, source }: Present<Rbac>, names: readonly string[]): Verdict {
  const grants = resolveGrants(value).grants.filter(
    ({ subject, rule }) => everybody.includes(subject) && letsUse(rule, names),
  );
  const rows = new Map(grants.map(({ subject, by }): [string, Seen] => [by, { what: by, value: subject, source }]));
  const seen = [...rows.values()];
  if (grants.some(({ scope }) => scope === "cluster")) {
    return notAFinding("Every user may use a pod security policy.", seen);
  }
  const namespaces = grants.flatMap(({ scope }) => (scope === "cluster" ? [] : [scope.namespace]));
  return namespaces.length > 0
    ? notReviewed(counted(namespaces, "every user may use a pod security policy in some namespaces only"), seen)
    : open("No binding of RBAC lets every user (system:authenticated) use a pod security policy.");
}

/** The condition that everybody may use a policy: one that only some may use admits no pod of the others. */
export const everybodyMayUseOne: ClusterCondition = clusterCondition(
  ["api.rbac", "api.psp", "run.authorizers"],
  ({ "api.rbac": rbac, "api.psp": policies, "run.authorizers": authorizers }): Verdict => {
    if (rbac.state === "absent") return notReviewed("The roles and bindings were not listed.");
    if (authorizers.state === "absent") return notReviewed("The authorizers of the API servers are not known.");
    const { value: modes, source } = authorizers;
    const seen = [{ what: "authorizers of the API servers", value: modes.join(", "), source }];
    if (modes.every((mode) => mode === "AlwaysAllow") && modes.length > 0) {
      return notAFinding("Every user may do everything, use pod security policies too.", seen);
    }
    const others = modes.filter((mode) => mode !== "Node" && mode !== "RBAC");
    if (others.length > 0 || !modes.includes("RBAC")) {
      const who = others.length > 0 ? `${listed(others)} decides on it` : "the API servers do not ask RBAC";
      return notReviewed(`Who may use pod security policies is not known: ${who}.`, seen);
    }
    return judgeUse(
      rbac,
      entriesSeen(policies).map(({ name }) => name),
    );
  },
);
