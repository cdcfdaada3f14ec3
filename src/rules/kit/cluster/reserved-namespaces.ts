import type { ClusterFacts } from "../../../evidence/cluster.ts";
import { showGroupVersion, showResource } from "../../../evidence/discovery.ts";
import { type NamespacedList, reservedNamespaces } from "../../../evidence/namespaced-objects.ts";
import { entriesSeen, type Observed, type Unknown } from "../../../evidence/observed.ts";
import { notAFinding, notReviewed, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { type ObjectPlace, objectPlaces } from "./object-places.ts";
import { counted, openAt, showPlaces } from "./pods.ts";

type ListFact = "api.all-category" | "api.user-resources";
const common = ["api.namespaces", "api.discovery"] as const;
type Facts = { readonly [K in (typeof common)[number] | ListFact]: Observed<ClusterFacts[K]> };

/** What the reserved namespaces may hold, and what must have been looked at to say so. */
export type ReservedContent = {
  readonly lists: readonly ListFact[];
  /** Resources that every cluster serves: where one was not listed, what discovery says is not believed. */
  readonly expected: readonly string[];
  /** Whether Kubernetes itself made the object. */
  readonly isOwn: (object: ObjectPlace) => boolean;
  /** What is there where nothing is found, in words. */
  readonly passing: string;
};

type Missing = { readonly what: string; readonly fact: Unknown };

const unknownOf = (what: string, fact: Observed<unknown>): readonly Missing[] =>
  fact.state === "unknown" ? [{ what, fact }] : [];

/** All that a pass needs and that was not seen: facts, API groups whose server is down, lists. */
const missingOf = (facts: Facts, { lists: names }: ReservedContent, lists: readonly NamespacedList[]) => [
  ...[...common, ...names].flatMap((name) => unknownOf(facts[name].source.request, facts[name])),
  ...entriesSeen(facts["api.discovery"]).flatMap((version) =>
    unknownOf(`what the API ${showGroupVersion(version)} serves`, version.resources),
  ),
  ...lists.flatMap(({ group, resource, objects }) => unknownOf(showResource(group, resource), objects)),
];

/** Which right is missing, or what could not be seen and why. */
const missingInWords = ({ what, fact: { reason, message } }: Missing): string =>
  reason === "permission-denied" ? message : `${what} (${reason})`;

const rowsOf = (missing: readonly Missing[]): readonly Seen[] =>
  missing.flatMap(({ fact }) => unseenVerdict(fact).seen);

/** How many objects of each resource belong to a place: `deployments.apps: 1, pods: 2`. */
function countsOf(objects: readonly ObjectPlace[]): string {
  const names = objects.map(({ group, resource }) => showResource(group, resource));
  return [...new Set(names)]
    .toSorted()
    .map((name) => `${name}: ${names.filter((other) => other === name).length}`)
    .join(", ");
}

function finding(found: readonly ObjectPlace[], missing: readonly Missing[], { source }: Facts[ListFact]): Verdict {
  const places = [...new Set(found.map(({ place }) => place))];
  const rows = places.map((place) => ({ place, value: countsOf(found.filter((object) => object.place === place)) }));
  const what = `${found.length} ${found.length === 1 ? "object" : "objects"} in ${reservedNamespaces.join(", ")}`;
  const verdict = openAt(places, what, [...showPlaces(rows, { source }), ...rowsOf(missing)]);
  return { ...verdict, ...(missing.length > 0 && { alsoUnreviewed: true }) };
}

/** Resources that should have been listed in every reserved namespace that there is, and were not. */
function unlisted(facts: Facts, { expected }: ReservedContent, lists: readonly NamespacedList[]): readonly string[] {
  const existing = entriesSeen(facts["api.namespaces"]).map(({ name }) => name);
  const namespaces = reservedNamespaces.filter((name) => name === "default" || existing.includes(name));
  const listed = new Set(
    lists.map(({ namespace, group, resource }) => `${namespace} ${showResource(group, resource)}`),
  );
  return expected.filter((resource) => namespaces.some((namespace) => !listed.has(`${namespace} ${resource}`)));
}

function judge(facts: Facts, content: ReservedContent): Verdict {
  const lists = content.lists.flatMap((name) => entriesSeen(facts[name]));
  const missing = missingOf(facts, content, lists);
  const found = objectPlaces(lists).filter((object) => !content.isOwn(object));
  const [first = "api.all-category"] = content.lists;
  if (found.length > 0) return finding(found, missing, facts[first]);
  if (missing.length > 0) return notReviewed(counted(missing.map(missingInWords), "not seen"), rowsOf(missing));
  const notListed = unlisted(facts, content, lists);
  if (notListed.length > 0) return notReviewed(counted(notListed, "by its discovery the API does not serve"));
  const resources = [...new Set(lists.map(({ group, resource }) => showResource(group, resource)))].toSorted();
  return notAFinding(`There is nothing in ${reservedNamespaces.join(", ")} but ${content.passing}.`, [
    { what: "listed in these namespaces", value: resources.join(", "), source: facts[first].source },
  ]);
}

/** The condition that the reserved namespaces hold nothing that users made. One object opens it, whatever was not listed. */
export const reservedNamespacesHold = (content: ReservedContent): ClusterCondition =>
  clusterCondition<never, (typeof common)[number] | ListFact>([], (facts) => judge(facts, content), [
    ...common,
    ...content.lists,
  ]);
