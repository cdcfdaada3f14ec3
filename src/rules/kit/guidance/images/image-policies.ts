import type { AdmissionWebhook } from "../../../../evidence/admission.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { notReviewed, type Verdict } from "../../../../findings/verdict.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";
import { unseenVerdict } from "../../../define-rule.ts";
import { readImageName } from "../../cluster/image-name.ts";
import { listed } from "../../unknown-data.ts";
import { judgeSpaces, type SpaceShown } from "../namespace-check.ts";
import { type Space, spacesOf } from "../namespaces.ts";
import { type WorkloadFact, workloadsOf } from "../workloads/workloads.ts";
import type { Labelled } from "./admission-webhooks.ts";
import { bestOf, type Coverage } from "./image-coverage.ts";
import { kyvernoCoverage } from "./kyverno-images.ts";
import { sigstoreCoverage } from "./sigstore-images.ts";
import { productOf, type WebhookProduct } from "./webhook-products.ts";

/** The facts by which policies on images are known that others than the API server itself enforce. */
export const enforcers = [
  "api.admission-webhooks",
  "api.kyverno-policies",
  "api.kyverno-settings",
  "api.cluster-image-policies",
] as const;

/** The same with the namespaces, which matter where there is such a policy. */
export const imagePolicyFacts = ["api.namespaces", ...enforcers] as const;
type Facts = ShownFacts<WorkloadFact, (typeof imagePolicyFacts)[number]>;

/** The images that the programs themselves run, by their repositories. */
const ownImages: Readonly<Partial<Record<WebhookProduct, RegExp>>> = {
  Kyverno: /(^|\/)kyverno\/[^/]+$/,
  "Sigstore policy-controller": /(^|\/)sigstore\/(policy-controller\/)?policy-controller$/,
};

const texts = {
  finding: "image policies only audit, ignore failure, or leave out",
  forPerson: "whether image policies cover all images is not known in",
  passing: "An image policy that is enforced covers all namespaces of users.",
  none: "There is no namespace of users.",
};

/** What runs in the namespace of a program's own beside it; undefined: it is no such namespace. */
function besideProgram(
  space: Space,
  webhooks: readonly AdmissionWebhook[],
  facts: Facts,
): readonly string[] | undefined {
  const patterns = webhooks.flatMap((webhook) => {
    const product = productOf(webhook);
    const own = product === undefined ? undefined : ownImages[product];
    return own === undefined || webhook.service?.namespace !== space.name ? [] : [own];
  });
  if (patterns.length === 0) return undefined;
  const images = workloadsOf(facts)
    .filter(({ namespace }) => namespace === space.name)
    .flatMap(({ spec }) => spec.containers.map(({ image }) => image));
  const others = images.filter((image) => !patterns.some((own) => own.test(readImageName(image).repository)));
  return [...new Set(others)].toSorted();
}

/** A program leaves itself out, or it could not start: its own namespace is no user's while nothing else runs there. */
function forOwnNamespace(coverage: Coverage, others: readonly string[] | undefined): SpaceShown {
  if (others === undefined || coverage.kind !== "open") return coverage;
  return others.length === 0
    ? { kind: "detail", value: `the policy's own, ${coverage.value}` }
    : { kind: "review", value: `the policy's own, ${coverage.value}; other images run there: ${listed(others)}` };
}

/** What is known image policies' verdict on the namespaces of users; undefined where there is no such policy. */
export function imagePoliciesVerdict(facts: Facts): Verdict | undefined {
  const { "api.kyverno-policies": kyverno, "api.cluster-image-policies": sigstore } = facts;
  const namespaces = facts["api.namespaces"];
  const policies = kyverno.state === "present" ? kyverno.value : { policies: [], exceptions: [] };
  if (entriesSeen(sigstore).length === 0 && !policies.policies.some(({ verifies }) => verifies.length > 0)) {
    return undefined;
  }
  if (namespaces.state === "unknown") return unseenVerdict(namespaces);
  const spaces = spacesOf(namespaces, entriesSeen(facts["api.pods"]));
  if (spaces === undefined) return notReviewed("The API's list of namespaces is not whole.");
  const webhooks = entriesSeen(facts["api.admission-webhooks"]);
  const names = new Set(entriesSeen(namespaces).map(({ name }) => name));
  const looks = (space: Space): readonly SpaceShown[] => {
    // Made between two lists: nothing is known of its labels.
    const labelled: Labelled = { name: space.name, labels: names.has(space.name) ? space.labels : undefined };
    const found = [
      kyvernoCoverage(policies, facts["api.kyverno-settings"], webhooks, labelled),
      sigstoreCoverage(entriesSeen(sigstore), webhooks, labelled),
    ].filter((one) => one !== undefined);
    const best = bestOf(found);
    return best === undefined ? [] : [forOwnNamespace(best, besideProgram(space, webhooks, facts))];
  };
  const ofUsers = spaces.filter(({ isOfPlatform }) => !isOfPlatform);
  return judgeSpaces(ofUsers, looks, texts, namespaces);
}
