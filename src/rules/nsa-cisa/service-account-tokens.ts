import { entriesSeen } from "../../evidence/observed.ts";
import { notReviewed } from "../../findings/verdict.ts";
import { clusterCondition } from "../define-cluster-rule.ts";
import { needlessTokens, tokenFacts } from "../kit/guidance/workloads/mounted-tokens.ts";
import { workloadCheck } from "../kit/guidance/workloads/workload-check.ts";

/** Secrets are never listed: that there is none with a token cannot be shown. */
const tokenSecrets = clusterCondition(["api.service-accounts"], ({ "api.service-accounts": accounts }) =>
  notReviewed(
    "Whether Secrets hold tokens that do not expire was not looked at: plimsoll lists no Secrets.",
    entriesSeen(accounts).flatMap(({ namespace, name, secrets = [] }) =>
      secrets.length === 0
        ? []
        : [
            {
              what: `Secrets of ServiceAccount ${namespace}/${name}`,
              value: secrets.join(", "),
              source: accounts.source,
            },
          ],
    ),
  ),
);

const check = workloadCheck({
  id: "service-account-tokens",
  what: "tokens that nothing needs, or of a ServiceAccount default with rights",
  also: tokenFacts,
  looks: needlessTokens,
  expected:
    "pods of users are given a token only where a binding names their ServiceAccount, none of the accounts default has " +
    "rights, and no Secret holds a token",
  check:
    "Of every pod, and of the template of every workload, read spec.automountServiceAccountToken; where it is not set " +
    "the ServiceAccount's own counts, and where that is not set either the token is mounted. A token is needed where " +
    "a RoleBinding or ClusterRoleBinding names the account, beyond the discovery that everybody has; a program may " +
    "need it for another authorizer, or to prove itself elsewhere, which a person has to say. Then run kubectl get " +
    "secrets --all-namespaces --field-selector type=kubernetes.io/service-account-token: such tokens do not expire, and " +
    "plimsoll does not list Secrets, so without a finding the check is left to a person. Of the API servers look at " +
    "--service-account-lookup and --service-account-extend-token-expiration.",
  fix:
    "Set automountServiceAccountToken: false in the ServiceAccounts default and in pods that do not speak with the API. " +
    "Give each workload that does an account of its own with just its rights, take bindings from the accounts " +
    "default, and replace tokens in Secrets with projected ones or kubectl create token.",
});
const conditions = [...check.literal, tokenSecrets];

export const rule = { ...check, literal: conditions, effective: conditions };
