import type { ObjectPattern, WaiverScope } from "../evidence/waivers.ts";
import { fitsWildcards } from "../evidence/wildcards.ts";
import type { NamedObject } from "../findings/verdict.ts";
import type { OpenItem } from "./open-items.ts";

const fits = (patterns: readonly string[], name: string): boolean =>
  patterns.some((pattern) => fitsWildcards(pattern, name));

/** The namespace that an object is in, or is. */
const namespaceOf = ({ namespace, kind, name }: NamedObject): string | undefined =>
  namespace ?? (kind === "Namespace" ? name : undefined);

/** An object without a namespace is meant by an entry without one only. */
const isMeant = (pattern: ObjectPattern, { namespace, kind, name }: NamedObject): boolean =>
  (pattern.namespace === undefined
    ? namespace === undefined
    : namespace !== undefined && fitsWildcards(pattern.namespace, namespace)) &&
  fitsWildcards(pattern.kind, kind) &&
  fitsWildcards(pattern.name, name);

/** Whether a waiver is about something that is open. What cannot be told is not meant, nor a node that is something else too. */
export function isInScope(scope: WaiverScope, { name, roles, object }: OpenItem): boolean {
  if ("cluster" in scope) return true;
  if ("roles" in scope) return roles?.every((role) => (scope.roles as readonly string[]).includes(role)) === true;
  if ("nodes" in scope) return roles !== undefined && fits(scope.nodes, name);
  if (object === undefined) return false;
  if ("objects" in scope) return scope.objects.some((pattern) => isMeant(pattern, object));
  const namespace = namespaceOf(object);
  return namespace !== undefined && fits(scope.namespaces, namespace);
}

const describeObject = ({ namespace, kind, name }: ObjectPattern): string =>
  `${namespace === undefined ? "" : `${namespace}/`}${kind} ${name}`;

/** What a waiver is about, for people. */
export function describeScope(scope: WaiverScope): string {
  if ("cluster" in scope) return "the cluster";
  if ("roles" in scope) return `${scope.roles.join(", ")} nodes`;
  if ("nodes" in scope) return `nodes ${scope.nodes.join(", ")}`;
  if ("namespaces" in scope) return `namespaces ${scope.namespaces.join(", ")}`;
  return scope.objects.map(describeObject).join(", ");
}
