import { entriesSeen } from "../../../evidence/observed.ts";
import type { ShownFacts } from "../../define-cluster-rule.ts";
import { recognise } from "../cluster/system-pods/recognise.ts";
import { type RecognitionFact, recognitionFacts, recognitionFrom } from "../cluster/system-pods/recognition.ts";
import { isPlatformNamespace } from "../guidance/platform.ts";

/** What accounts of the platform are known by. */
export const accountFacts = ["api.pods", ...recognitionFacts] as const;
export type AccountFact = "api.pods" | RecognitionFact;

/** Whose a subject is, in words where it is the platform's; `unclear`: what tells was not read. */
export type Owner = { readonly of: "platform"; readonly shownBy: string } | { readonly of: "user" | "unclear" };

const account = /^ServiceAccount:([^/]+)\/(.+)$/;
const user: Owner = { of: "user" };

/** The accounts in kube-system of which all pods are known to be of the cluster itself, and by which pattern. */
function accountsInKubeSystem(facts: ShownFacts<never, AccountFact>): ReadonlyMap<string, string> {
  const recognition = recognitionFrom(facts);
  const known = new Map<string, string>();
  const others = new Set<string>();
  for (const pod of entriesSeen(facts["api.pods"])) {
    const { namespace, serviceAccount } = pod;
    // Every pod that names none has `default`.
    if (namespace !== "kube-system" || serviceAccount === undefined || serviceAccount === "default") continue;
    const by = recognise(pod, recognition);
    if (by === undefined) others.add(serviceAccount);
    else known.set(serviceAccount, by.pattern);
  }
  return new Map([...known].filter(([name]) => !others.has(name)));
}

/**
 * Tells whose a subject is. Accounts are the platform's in its own namespaces, and in kube-system where its own pods run
 * as them: whoever may make accounts there could give one any name. Users and groups are always the site's.
 */
export function ownersBy(facts: ShownFacts<never, AccountFact>): (subject: string) => Owner {
  const known = accountsInKubeSystem(facts);
  const isUnclear = facts["api.pods"].state === "unknown" || facts["api.workloads"].state === "unknown";
  return (subject) => {
    const [, namespace = "", name = ""] = account.exec(subject) ?? [];
    if (isPlatformNamespace(namespace)) return { of: "platform", shownBy: `namespace ${namespace}` };
    if (namespace !== "kube-system" || name === "default") return user;
    if (isUnclear) return { of: "unclear" };
    const pattern = known.get(name);
    return pattern === undefined ? user : { of: "platform", shownBy: pattern };
  };
}
