import { entriesSeen } from "../../../evidence/observed.ts";
import type { ClusterRuleFact } from "../../../evidence/run.ts";
import { notReviewed, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../define-cluster-rule.ts";
import { showPlaces } from "../cluster/pods.ts";
import { listed } from "../unknown-data.ts";
import { apiServerFacts, apiServersOf } from "./api-servers.ts";
import { isAboutPods, nameOfWebhook, showWebhook } from "./images/admission-webhooks.ts";
import { enginesServed } from "./images/policy-engines.ts";
import { productOf, securityEngines } from "./images/webhook-products.ts";
import { judgeSpaces, type SpaceShown } from "./namespace-check.ts";
import { type Space, spacesOf } from "./namespaces.ts";
import { admissionsOf, doubtsOf, levelsOf } from "./pod-security-admission.ts";

const needs = ["api.namespaces", ...apiServerFacts, "site.options"] as const;
const helpful = ["api.discovery", "api.psp", "api.admission-webhooks"] as const;
type Facts = ShownFacts<(typeof needs)[number], (typeof helpful)[number]>;

const texts = {
  finding: "pods may be privileged by Pod Security admission in",
  forPerson: "whether pods are held to a level is not known in",
  passing: "Every namespace is held to baseline or restricted.",
  none: "There is no such namespace.",
};

/** What else may refuse pods; unseen counts as something, for then nothing proves that there is none. */
function enginesOf({ "api.discovery": discovery, "api.psp": policies }: Facts): readonly string[] {
  if (discovery.state !== "present") return ["the policy engines, which were not seen,"];
  const psp = entriesSeen(policies).length > 0 ? ["the PodSecurityPolicies"] : [];
  return [...enginesServed(discovery.value), ...psp];
}

/** How the webhooks of policy engines that are asked about pods are set: whether they refuse, and where. */
function engineRows({ "api.admission-webhooks": webhooks }: Facts, spaces: readonly Space[]): readonly Seen[] {
  const found = entriesSeen(webhooks).flatMap((webhook) => {
    const product = productOf(webhook);
    if (product === undefined || !securityEngines.includes(product) || !isAboutPods(webhook)) return [];
    return [{ place: `${product}, ${nameOfWebhook(webhook)}`, value: showWebhook(webhook, spaces) }];
  });
  return showPlaces(found, webhooks);
}

const forEngine = (shown: SpaceShown, engines: readonly string[]): SpaceShown =>
  shown.kind === "open" && engines.length > 0
    ? { kind: "review", value: `${shown.value}; ${listed(engines)} may refuse what Pod Security admission does not` }
    : shown;

/** The verdict where the site spares these namespaces. */
function judgeSparing(facts: Facts, allowed: readonly string[], isOfPlatform: boolean): Verdict {
  const namespaces = facts["api.namespaces"];
  const spaces = spacesOf(namespaces);
  if (spaces === undefined) return notReviewed("The API's list of namespaces is not whole.");
  const { servers, unseen } = apiServersOf(facts);
  // Whoever exempts the platform's own namespaces gives nothing to users.
  const spared = [...allowed, ...spaces.flatMap((space) => (space.isOfPlatform ? [space.name] : []))];
  const admissions = servers.flatMap((server) => admissionsOf(server, spared));
  const engines = enginesOf(facts);
  const looked = spaces.filter((space) => space.isOfPlatform === isOfPlatform && !allowed.includes(space.name));
  const looks = (space: Space) => levelsOf(admissions, space).map((shown) => forEngine(shown, engines));
  const levels = judgeSpaces(looked, looks, texts, namespaces);
  if (isOfPlatform) return levels;
  const verdict = worst([levels, ...doubtsOf(admissions), ...unseen]);
  return { ...verdict, seen: [...verdict.seen, ...engineRows(facts, looked)] };
}

function judge(facts: Facts, isOfPlatform: boolean): Verdict {
  const usual = judgeSparing(facts, [], isOfPlatform);
  const options = facts["site.options"];
  const allowed = options.state === "present" ? options.value.psaExemptNamespaces : [];
  const decided = judgeSparing(facts, allowed, isOfPlatform);
  if (decided.status === usual.status && decided.reason === usual.reason) return usual;
  const row: Seen = {
    what: "decision of the site, psaExemptNamespaces",
    value: listed(allowed),
    source: options.source,
  };
  const by = ` This follows a decision of the site (psaExemptNamespaces: ${listed(allowed)}).`;
  return { ...decided, reason: `${decided.reason}${by}`, seen: [...decided.seen, row] };
}

/** The condition that every namespace of users, or of the platform, is held to a Pod Security Standard. */
export const podSecurityEnforced = (of: "users" | "the platform"): ClusterCondition =>
  clusterCondition<(typeof needs)[number] & ClusterRuleFact, (typeof helpful)[number]>(
    needs,
    (facts) => judge(facts, of === "the platform"),
    helpful,
  );
