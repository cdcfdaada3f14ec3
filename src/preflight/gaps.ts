import { rulesNeeding } from "../assess/api-needs.ts";
import { rulesOnRole } from "../assess/rules-on-role.ts";
import type { Requirement } from "../benchmark/requirement.ts";
import { apiCauses } from "../causes/api-causes.ts";
import { type Explanation, explain } from "../causes/explanation.ts";
import { hostCauses } from "../causes/host-causes.ts";
import { explainHost } from "../causes/host-stages.ts";
import type { ClusterFact } from "../evidence/cluster.ts";
import type { Difference } from "../fleet/compare.ts";
import type { Host, HostRole } from "../inventory/inventory.ts";
import { rightOf } from "../probes/cluster/api-requests.ts";
import type { ReviewedRight, ReviewedRights } from "../probes/cluster/review-rights.ts";
import type { Rule } from "../rules/rule.ts";
import type { ApiCheck } from "./check-api.ts";
import type { HostCheck } from "./try-host.ts";

/** Which requirements an audit would judge, and by what. */
export type Judged = { readonly requirements: readonly Requirement[]; readonly rules: readonly Rule[] };

/** Something that an audit would not see, for one cause: whose, what was said, and which rules are Not Reviewed for it. */
export type Gap = {
  readonly of: "hosts" | "nodes" | "rights" | "API server";
  readonly cause: string;
  readonly explanation: Explanation;
  /** Hosts or nodes by their names, or rights. */
  readonly names: readonly string[];
  /** What was said, each once, in the order of the names. */
  readonly messages: readonly string[];
  /** Ids, at most: one that is open on other nodes stays Open. */
  readonly rules: readonly string[];
};

/** A host that was tried. */
export type CheckedHost = { readonly host: Host; readonly check: HostCheck };

/** Hosts that an audit would not read, cause by cause, the one with the most hosts first. */
export function hostGaps(hosts: readonly CheckedHost[], judged: Judged): readonly Gap[] {
  const byCause = new Map<Explanation, { readonly cause: string; readonly failed: CheckedHost[] }>();
  for (const one of hosts) {
    const { failure } = one.check;
    if (failure === undefined) continue;
    const explanation = explainHost(failure.cause, failure.stage);
    const group = byCause.get(explanation) ?? { cause: failure.cause, failed: [] };
    group.failed.push(one);
    byCause.set(explanation, group);
  }
  return [...byCause]
    .map(
      ([explanation, { cause, failed }]): Gap => ({
        of: "hosts",
        cause,
        explanation,
        names: failed.map(({ host }) => host.name),
        messages: distinct(failed.map(({ check }) => check.failure?.message ?? "")),
        rules: onRoles(
          failed.map(({ host }) => host.role),
          judged,
        ),
      }),
    )
    .toSorted((some, others) => others.names.length - some.names.length);
}

/** What an audit would not see of the API server, and nodes that only it knows. */
export const apiGaps = (check: ApiCheck, judged: Judged): readonly Gap[] =>
  check.state === "unread"
    ? [unreadApi(check, judged)]
    : [...unlisted(check.differences, judged), ...rightGaps(check.reviewed, judged)];

/** What is not seen without an API server. */
export const noApiGap = (judged: Judged): Gap => ({
  of: "API server",
  cause: "not-configured",
  explanation: explain("not-configured", apiCauses),
  names: [],
  messages: [],
  rules: rulesNeeding("any", judged),
});

const unreadApi = ({ cause, message }: Extract<ApiCheck, { state: "unread" }>, judged: Judged): Gap => ({
  of: "API server",
  cause,
  explanation: explain(cause, apiCauses),
  names: [],
  messages: [message],
  rules: rulesNeeding("any", judged),
});

function unlisted(differences: readonly Difference[], judged: Judged): readonly Gap[] {
  const missing = differences.flatMap((difference) => (difference.kind === "not-in-inventory" ? [difference] : []));
  if (missing.length === 0) return [];
  return [
    {
      of: "nodes",
      cause: "not-in-inventory",
      explanation: explain("not-in-inventory", hostCauses),
      names: missing.map(({ node }) => node),
      messages: [],
      rules: onRoles(
        missing.map(({ role }) => role),
        judged,
      ),
    },
  ];
}

/** Every audit asks for these, whatever its rules need. */
const always: readonly ClusterFact[] = ["api.version", "api.nodes"];

/** Rights that are missing, and those of which nobody knows; a right that no rule of the audit needs is no gap. */
function rightGaps({ rights, undiscovered }: ReviewedRights, judged: Judged): readonly Gap[] {
  const gap = (cause: string, of: readonly ReviewedRight[], messages: readonly string[]): readonly Gap[] => {
    const rules = rulesNeeding(new Set(of.flatMap(({ right }) => right.facts)), judged);
    const names = of.map(({ right }) => rightOf(right));
    const explanation = explain(cause, apiCauses);
    return names.length + messages.length === 0 ? [] : [{ of: "rights", cause, explanation, names, messages, rules }];
  };
  const needed = rights.filter(
    ({ right: { facts } }) =>
      facts.some((fact) => always.includes(fact)) || rulesNeeding(new Set(facts), judged).length > 0,
  );
  const unknown = needed.filter(({ state }) => state === "unknown");
  return [
    ...gap(
      "permission-denied",
      needed.filter(({ state }) => state === "missing"),
      [],
    ),
    ...gap("unknown", unknown, distinct([...unknown.map(({ message }) => message), ...undiscovered])),
  ];
}

const onRoles = (roles: readonly HostRole[], { rules, requirements }: Judged): readonly string[] =>
  distinct([...new Set(roles)].flatMap((role) => rulesOnRole(role, requirements, rules))).toSorted();

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
