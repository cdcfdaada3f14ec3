import type { AdmissionWebhook } from "../../../../evidence/admission.ts";
import type { ClusterImagePolicy } from "../../../../evidence/image-policies.ts";
import type { Labelled } from "./admission-webhooks.ts";
import { type Coverage, coverageBy } from "./image-coverage.ts";

// An image has to pass every policy that is about it: one for all images is enough, whatever others let pass.
const forAllImages = "**";

const isEnforced = ({ mode }: ClusterImagePolicy): boolean => mode === "enforce";

/** What ClusterImagePolicies and the webhook of Sigstore's policy-controller make of a namespace; undefined without any. */
export function sigstoreCoverage(
  policies: readonly ClusterImagePolicy[],
  webhooks: readonly AdmissionWebhook[],
  space: Labelled,
): Coverage | undefined {
  if (policies.length === 0) return undefined;
  const enforced = policies.filter(isEnforced);
  const names = (some: readonly ClusterImagePolicy[]): string =>
    some
      .map(({ name }) => name)
      .toSorted()
      .join(", ");
  if (enforced.length === 0) {
    return { kind: "open", value: `ClusterImagePolicy ${names(policies)} only warns` };
  }
  const whole = enforced.filter(({ globs, limitedBy }) => globs.includes(forAllImages) && limitedBy.length === 0);
  const policy = `ClusterImagePolicy ${names(whole.length > 0 ? whole : enforced)}`;
  const own = webhooks.filter(({ kind, name }) => kind === "validating" && name === "policy.sigstore.dev");
  const asked = coverageBy(own, space, policy);
  if (whole.length > 0 || asked.kind === "open") return asked;
  return { kind: "review", value: `${policy}: for some images only, or for anyone's signature` };
}
