import { notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../define-cluster-rule.ts";
import { readImageName } from "../cluster/image-name.ts";
import { showPlaces } from "../cluster/pods.ts";
import { listed } from "../unknown-data.ts";
import { apiServerFacts, apiServersOf } from "./api-servers.ts";
import { imagePolicyWebhook } from "./image-policy-webhook.ts";
import { enginesServed, imagePoliciesServed } from "./policy-engines.ts";
import { workloadFacts, workloadsOf } from "./workloads.ts";

const needs = [...workloadFacts, ...apiServerFacts] as const;
type Facts = ShownFacts<(typeof needs)[number], "api.discovery">;

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

const noneSeen =
  "No image policy of the API servers themselves: what webhooks, the registry or the build do is for a person.";

function judge(facts: Facts): Verdict {
  if (facts["api.pods"].state === "absent") return notReviewed("The pods were not listed.");
  const { servers, unseen } = apiServersOf(facts);
  const each = servers.flatMap(imagePolicyWebhook);
  const asked = each.flatMap((verdict) => verdict ?? []);
  const leftOut = asked.length > 0 && asked.length < each.length;
  const verdicts = [
    ...asked,
    ...(leftOut ? [open("Not every API server asks ImagePolicyWebhook.")] : []),
    ...(asked.length === 0 ? [notReviewed(noneSeen)] : []),
    ...unseen,
  ];
  const verdict = worst(verdicts);
  return { ...verdict, seen: [...verdict.seen, ...enginesRow(facts), ...imageRows(facts)] };
}

/** The condition that API servers let only images in that a policy allows; what does that from outside is for a person. */
export const imagesAdmitted: ClusterCondition = clusterCondition<(typeof needs)[number], "api.discovery">(
  needs,
  judge,
  ["api.discovery"],
);
