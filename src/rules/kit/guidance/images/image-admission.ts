import type { AdmissionPolicy, AdmissionWebhook } from "../../../../evidence/admission.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import { notReviewed, open, type Seen, type Verdict, worst } from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../../define-cluster-rule.ts";
import { unseenVerdict } from "../../../define-rule.ts";
import { readImageName } from "../../cluster/image-name.ts";
import { counted, showPlaces } from "../../cluster/pods.ts";
import { listed } from "../../unknown-data.ts";
import { apiServerFacts, apiServersOf } from "../api-servers.ts";
import { spacesOf } from "../namespaces.ts";
import { workloadFacts, workloadsOf } from "../workloads/workloads.ts";
import { isAboutPods, nameOfWebhook, showWebhook } from "./admission-webhooks.ts";
import { enforcers, imagePoliciesVerdict, imagePolicyFacts } from "./image-policies.ts";
import { imagePolicyWebhook } from "./image-policy-webhook.ts";
import { nameOfKyvernoPolicy } from "./kyverno-images.ts";
import { enginesServed, imagePoliciesServed } from "./policy-engines.ts";
import { whyNotAsked } from "./webhook-plugins.ts";
import { productOf } from "./webhook-products.ts";

const needs = [...workloadFacts, ...apiServerFacts] as const;
const helpful = ["api.discovery", "api.admission-policies", ...imagePolicyFacts] as const;
type Facts = ShownFacts<(typeof needs)[number], (typeof helpful)[number]>;

/** What an image's name leaves open: who made it may put another behind it. */
function changeable(image: string): string | undefined {
  if (image.includes("@")) return undefined;
  return readImageName(image).version === "latest" ? "latest or no tag, no digest" : "no digest";
}

/** The images of users that are not named by their digest, those that change most easily first. */
function imageRows(facts: Facts): readonly Seen[] {
  const users = workloadsOf(facts).filter(({ isOfPlatform }) => !isOfPlatform);
  const images = users.flatMap(({ spec }) => spec.containers.map(({ image }) => image)).filter((image) => image !== "");
  const rows = images.flatMap((image) => {
    const value = changeable(image);
    return value === undefined ? [] : [{ place: `image ${image}`, value }];
  });
  const latest = rows.filter(({ value }) => value.startsWith("latest"));
  return [latest, rows.filter((row) => !latest.includes(row))].flatMap((some) => showPlaces(some, facts["api.pods"]));
}

/** What may look at images besides: programs whose objects the API serves. */
function enginesRow({ "api.discovery": discovery }: Facts): readonly Seen[] {
  const { source } = discovery;
  if (discovery.state !== "present") return [{ what: "policy engines", value: "not seen", source }];
  const engines = [...imagePoliciesServed(discovery.value), ...enginesServed(discovery.value)];
  return [{ what: "policy engines", value: engines.length === 0 ? "none known" : listed(engines), source }];
}

const webhooksOnPods = ({ "api.admission-webhooks": webhooks }: Facts): readonly AdmissionWebhook[] =>
  entriesSeen(webhooks).filter(isAboutPods);
const policiesOnPods = ({ "api.admission-policies": policies }: Facts): readonly AdmissionPolicy[] =>
  entriesSeen(policies).filter((policy) => isAboutPods(policy) && policy.bindings.length > 0);

/** What is asked about pods, whatever it looks at there. */
function askedRows(facts: Facts): readonly Seen[] {
  const { "api.namespaces": namespaces } = facts;
  const all = namespaces.state === "unknown" ? [] : (spacesOf(namespaces) ?? []);
  const spaces = all.filter(({ isOfPlatform }) => !isOfPlatform);
  const webhooks = webhooksOnPods(facts).map((webhook) => {
    const product = productOf(webhook);
    const place = `${product === undefined ? "" : `${product}, `}${nameOfWebhook(webhook)}`;
    return { place, value: showWebhook(webhook, spaces) };
  });
  const policies = policiesOnPods(facts).flatMap(({ name, bindings }) =>
    bindings.map((binding) => ({
      place: `ValidatingAdmissionPolicy ${name}`,
      value: `binding ${binding.name}: ${listed(binding.actions)}`,
    })),
  );
  return [
    ...showPlaces(webhooks, facts["api.admission-webhooks"]),
    ...showPlaces(policies, facts["api.admission-policies"]),
  ];
}

/** Of those the policies were read and judged; of any other it is not known what it looks at, newer kinds of Kyverno's included. */
const judged = [/^(mutate|validate)\.kyverno\.svc-/, /^policy\.sigstore\.dev$/];

const isJudged = ({ name }: AdmissionWebhook): boolean => judged.some((pattern) => pattern.test(name));

/** What may be an image policy and cannot be told from outside, and what was not seen. */
function forPerson(facts: Facts): readonly Verdict[] {
  const { "api.kyverno-policies": kyverno } = facts;
  const policies = kyverno.state === "present" ? kyverno.value.policies : [];
  const kinds: readonly (readonly [string, readonly string[]])[] = [
    [
      "webhooks on pods whose nature is not known",
      webhooksOnPods(facts).flatMap((webhook) => (isJudged(webhook) ? [] : [nameOfWebhook(webhook)])),
    ],
    ["ValidatingAdmissionPolicies on pods", policiesOnPods(facts).map(({ name }) => name)],
    [
      "policies of Kyverno on the names of images",
      policies.flatMap((policy) => (policy.others.length > 0 ? [nameOfKyvernoPolicy(policy)] : [])),
    ],
  ];
  const unseen = [...enforcers, "api.admission-policies" as const].flatMap((name) => {
    const fact = facts[name];
    return fact.state === "unknown" ? [unseenVerdict(fact)] : [];
  });
  return [
    ...kinds.flatMap(([what, names]) =>
      names.length > 0 ? [notReviewed(`${counted(names, what)} Whether they look at images is for a person.`)] : [],
    ),
    ...unseen,
  ];
}

const noneSeen =
  "No image policy of the API servers themselves, of Kyverno or of Sigstore's policy-controller: what other webhooks, " +
  "the registry or the build do is for a person.";

/** The verdict by what enforces image policies: the API servers' own plugin, or a program that they ask by webhooks. */
function judgePolicies(facts: Facts): Verdict {
  const { servers, unseen } = apiServersOf(facts);
  const each = servers.flatMap(imagePolicyWebhook);
  const asked = each.flatMap((verdict) => verdict ?? []);
  const leftOut = asked.length < each.length ? [open("Not every API server asks ImagePolicyWebhook.")] : [];
  const byPlugin = asked.length > 0 ? worst([...asked, ...leftOut, ...unseen]) : undefined;
  const policies = imagePoliciesVerdict(facts);
  const byPolicies = policies && worst([policies, ...servers.flatMap(whyNotAsked), ...unseen]);
  const pass = [byPlugin, byPolicies].find((verdict) => verdict?.status === "not_a_finding");
  if (pass !== undefined) return pass;
  const found = [byPlugin, byPolicies].filter((verdict) => verdict !== undefined);
  return worst([...(found.length > 0 ? found : [notReviewed(noneSeen), ...unseen]), ...forPerson(facts)]);
}

function judge(facts: Facts): Verdict {
  if (facts["api.pods"].state === "absent") return notReviewed("The pods were not listed.");
  const verdict = judgePolicies(facts);
  return { ...verdict, seen: [...verdict.seen, ...askedRows(facts), ...enginesRow(facts), ...imageRows(facts)] };
}

/** The condition that only images get in that an enforced policy allows; what the registry or the build does is for a person. */
export const imagesAdmitted: ClusterCondition = clusterCondition<(typeof needs)[number], (typeof helpful)[number]>(
  needs,
  judge,
  helpful,
);
