import type { Present } from "../../../evidence/observed.ts";
import { onceFor } from "../../../evidence/once-for.ts";
import type { ApiPod, ApiPodTemplate, ApiWorkload, OwnerName, PodSpec } from "../../../evidence/pods.ts";
import { distinctObjects, type NamedObject, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { topOf } from "./top-of.ts";

/** Whether a pod runs no more, and will not again. */
export const hasEnded = ({ phase }: Pick<ApiPod, "phase">): boolean => phase === "Succeeded" || phase === "Failed";

/** A pod or a pod template, with the name under which people know it. */
export type PodPlace = {
  readonly place: string;
  readonly namespace: string;
  /** Of a pod its own, of a template the workload's and the template's. */
  readonly labels: readonly Readonly<Record<string, string>>[];
  readonly spec: PodSpec;
};

const keyOf = (namespace: string, { kind, name }: OwnerName): string => `${namespace}\n${kind}\n${name}`;

const byName = onceFor(
  (workloads: readonly ApiWorkload[]): ReadonlyMap<string, ApiWorkload> =>
    new Map(workloads.map((workload) => [keyOf(workload.namespace, workload), workload])),
);

/** The object at the top: a pod's ReplicaSet has a Deployment, its Job a CronJob, whose names hold no hash. */
function topOwner(workloads: readonly ApiWorkload[], namespace: string, owner: OwnerName): OwnerName {
  const known = byName(workloads);
  return topOf(
    owner,
    (name) => keyOf(namespace, name),
    (name) => known.get(keyOf(namespace, name))?.owner,
  );
}

const named = (namespace: string, { kind, name }: OwnerName): string => `${namespace}/${kind} ${name}`;

/** An object in a namespace, and what owns it. */
export type OwnedObject = OwnerName & { readonly namespace: string; readonly owner?: OwnerName };

/** What makes an object; a static pod's owner is its node, so it goes by its own name. */
export function makerOf({ namespace, kind, name, owner }: OwnedObject, workloads: readonly ApiWorkload[]): OwnerName {
  const isBare = owner === undefined || owner.kind === "Node";
  return isBare ? { kind, name } : topOwner(workloads, namespace, owner);
}

/** A pod by what makes it. */
export const placeOfPod = (pod: ApiPod, workloads: readonly ApiWorkload[]): string =>
  named(pod.namespace, makerOf({ kind: "Pod", ...pod }, workloads));

/** The pods by what makes them. */
export const podPlaces = (pods: readonly ApiPod[], workloads: readonly ApiWorkload[]): readonly PodPlace[] =>
  pods.map((pod) => ({
    place: placeOfPod(pod, workloads),
    namespace: pod.namespace,
    labels: [pod.labels],
    spec: pod,
  }));

type Template = ApiWorkload | ApiPodTemplate;

/** A template by its object, or by the one above where that makes it anew with a hash or a time in its name. */
export function placeOfTemplate(
  { kind, namespace, name, owner, isScaledToZero }: Template,
  all: readonly ApiWorkload[],
): string {
  if (owner === undefined || !["ReplicaSet", "Job"].includes(kind)) {
    return `the template of ${named(namespace, { kind, name })}`;
  }
  const top = topOwner(all, namespace, owner);
  const history = kind === "ReplicaSet" && isScaledToZero === true ? ", kept as history" : "";
  return `the template of a ${kind} of ${named(namespace, top)}${history}`;
}

/** The templates of workloads, and PodTemplates; `all` are the workloads that may be above them. */
export const templatePlaces = (templates: readonly Template[], all: readonly ApiWorkload[]): readonly PodPlace[] =>
  templates.map((template) => ({
    place: placeOfTemplate(template, all),
    namespace: template.namespace,
    labels: [template.labels, template.templateLabels],
    spec: template,
  }));

/** One line a place and what was found there, each once and in order: the same cluster gives the same text. */
export const showPlaces = (
  found: readonly { readonly place: string; readonly value: string }[],
  { source }: Pick<Present<unknown>, "source">,
): readonly Seen[] => {
  const lines = new Map(found.map(({ place, value }) => [`${place}\n${value}`, { what: place, value, source }]));
  return [...lines].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, seen]) => seen);
};

const namedInReasons = 5;

/** What is the case, and where: the first few places, and how many more. */
export const counted = (places: readonly string[], what: string): string => {
  const distinct = [...new Set(places)].toSorted();
  const more = distinct.length - namedInReasons;
  const shown = distinct.slice(0, namedInReasons).join(", ");
  return `${what.charAt(0).toUpperCase()}${what.slice(1)}: ${shown}${more > 0 ? ` and ${more} more` : ""}.`;
};

// What named(), placeOfTemplate() and checks on namespaces make of an object, read again.
const inNamespace =
  /^(?:the template of (?:a [A-Za-z]+ of )?)?([-a-z0-9]+)\/([^\s/]+) ([^\s/,]+)(?:, kept as history)?$/;
const ofNamespace = /^namespace ([-a-z0-9]+)$/;

/** The object that a place names; undefined where it names none. */
export function objectOf(place: string): NamedObject | undefined {
  const [, space] = ofNamespace.exec(place) ?? [];
  if (space !== undefined) return { kind: "Namespace", name: space };
  const [, namespace, kind, name] = inNamespace.exec(place) ?? [];
  return namespace === undefined || kind === undefined || name === undefined ? undefined : { namespace, kind, name };
}

/** Open for these objects and nothing else; where one of them is not known, for whatever it is. */
export function openFor(
  objects: readonly (NamedObject | undefined)[],
  reason: string,
  seen: readonly Seen[] = [],
): Verdict {
  const known = objects.filter((object) => object !== undefined);
  const isWhole = known.length === objects.length;
  return { ...open(reason, seen), ...(isWhole && { objects: distinctObjects(known) }) };
}

/** Open for what is the case at these places: all that there are, for a waiver of some must not cover the others. */
export const openAt = (places: readonly string[], what: string, seen: readonly Seen[] = []): Verdict =>
  openFor(places.map(objectOf), counted(places, what), seen);
