import type { AdmissionWebhook } from "../../../../evidence/admission.ts";
import { type Labelled, nameOfWebhook, reachIn } from "./admission-webhooks.ts";

/** What an image policy makes of a namespace: covers it, leaves it out for certain, or that is for a person. */
export type Coverage = { readonly kind: "pass" | "open" | "review"; readonly value: string };

/** The best of several: one policy that covers a namespace is enough, and one that may cover it keeps it from a finding. */
export const bestOf = (found: readonly Coverage[]): Coverage | undefined =>
  (["pass", "review", "open"] as const).flatMap((kind) => found.find((one) => one.kind === kind) ?? [])[0];

/** What webhooks of a program, which ask a policy that refuses, make of a namespace. */
export function coverageBy(webhooks: readonly AdmissionWebhook[], space: Labelled, policy: string): Coverage {
  if (webhooks.length === 0) return { kind: "review", value: `${policy}: no webhook of its program is seen` };
  const found = webhooks.map((webhook): Coverage => {
    const name = nameOfWebhook(webhook);
    const reach = reachIn(webhook, space);
    if (reach === "none") return { kind: "open", value: `left out by the namespaceSelector of ${name}` };
    // Who answers is then not the program within the cluster.
    if (webhook.service === undefined) return { kind: "review", value: `${policy}: ${name} asks a server by its URL` };
    if (webhook.failurePolicy !== "Fail") return { kind: "open", value: `${name} ignores failure` };
    if (reach === "some") return { kind: "review", value: `${policy}: ${name} is asked about some requests only` };
    return { kind: "pass", value: `${policy}, asked by ${name}` };
  });
  return bestOf(found) ?? { kind: "review", value: policy };
}
