import type { ApiServiceAccount } from "../../../../evidence/namespace-limits.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { onceFor } from "../../../../evidence/once-for.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";
import { bindingsOfAccount } from "../../rbac/account-bindings.ts";
import { listed } from "../../unknown-data.ts";
import type { Shown } from "./workload-check.ts";
import type { Workload } from "./workloads.ts";

/** What says which tokens pods are given, and what those are good for. */
export const tokenFacts = ["api.service-accounts", "api.rbac"] as const;
type Facts = ShownFacts<(typeof tokenFacts)[number]>;

const byName = onceFor(
  (accounts: readonly ApiServiceAccount[]): ReadonlyMap<string, ApiServiceAccount> =>
    new Map(accounts.map((account) => [`${account.namespace}/${account.name}`, account])),
);

const aDay = 86_400;

/** Tokens that a pod asks for itself, for others than the API server or for long. */
const details = ({ spec: { projectedTokens = [] } }: Workload): readonly Shown[] =>
  projectedTokens.flatMap(({ audience, expirationSeconds }) => [
    ...(audience === undefined ? [] : [{ kind: "detail" as const, value: `a token for ${audience}` }]),
    ...((expirationSeconds ?? 0) > aDay
      ? [{ kind: "detail" as const, value: `a token that is valid for ${expirationSeconds} s` }]
      : []),
  ]);

/** Whether a pod has a token for the API server: the pod's word counts before its account's, and by default it has one. */
function isMounted({ namespace, spec }: Workload, account: string, facts: Facts): boolean {
  const known = byName(entriesSeen(facts["api.service-accounts"])).get(`${namespace}/${account}`);
  // A volume stays in the pod where its account was changed afterwards.
  const isProjected = spec.projectedTokens?.some(({ audience }) => audience === undefined) === true;
  return isProjected || (spec.automountToken ?? known?.automount ?? true);
}

/** What a workload shows of tokens that it does not need. */
export function needlessTokens(workload: Workload, facts: Facts): readonly Shown[] {
  // A static pod has no account.
  if (workload.pod?.isMirror === true) return [];
  const account = workload.spec.serviceAccount ?? "default";
  const rbac = facts["api.rbac"];
  if (rbac.state === "absent" || !isMounted(workload, account, facts)) return details(workload);
  const { own, byGroup } = bindingsOfAccount(rbac.value, workload.namespace, account);
  const rights = [...own, ...byGroup];
  if (account === "default" && rights.length > 0) {
    const value = `the token of ServiceAccount default, which has rights by ${listed(rights)}`;
    return [{ kind: "open", value }, ...details(workload)];
  }
  const needless = `the token of ServiceAccount ${account}, which no binding names`;
  return [...(own.length === 0 ? [{ kind: "open" as const, value: needless }] : []), ...details(workload)];
}
