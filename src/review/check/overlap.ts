import type { ObjectPattern, WaiverScope } from "../../evidence/waivers.ts";
import { fitsWildcards } from "../../evidence/wildcards.ts";

/** Whether two patterns can mean the same: one of them, taken for a name, fits the other. */
const meet = (a: string, b: string): boolean => fitsWildcards(a, b) || fitsWildcards(b, a);
const someMeet = (some: readonly string[], others: readonly string[]): boolean =>
  some.some((a) => others.some((b) => meet(a, b)));

const objectsMeet = (a: ObjectPattern, b: ObjectPattern): boolean =>
  meet(a.kind, b.kind) &&
  meet(a.name, b.name) &&
  (a.namespace === undefined || b.namespace === undefined
    ? a.namespace === b.namespace
    : meet(a.namespace, b.namespace));

/** Whether two scopes mean some of the same; those of which only a run could tell (nodes and roles) do not. */
export function overlap(a: WaiverScope, b: WaiverScope): boolean {
  if ("cluster" in a || "cluster" in b) return true;
  if ("roles" in a && "roles" in b) return a.roles.some((role) => b.roles.includes(role));
  if ("nodes" in a && "nodes" in b) return someMeet(a.nodes, b.nodes);
  if ("namespaces" in a && "namespaces" in b) return someMeet(a.namespaces, b.namespaces);
  if ("objects" in a && "objects" in b) return a.objects.some((one) => b.objects.some((two) => objectsMeet(one, two)));
  const [spaces, things] = "namespaces" in a ? [a, b] : [b, a];
  if (!("namespaces" in spaces && "objects" in things)) return false;
  return someMeet(
    spaces.namespaces,
    things.objects.flatMap(({ namespace, kind, name }) => namespace ?? (kind === "Namespace" ? name : [])),
  );
}
