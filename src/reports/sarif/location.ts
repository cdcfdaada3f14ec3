import type { Location } from "sarif";
import type { Seen } from "../../findings/verdict.ts";
import type { Outcome } from "../outcomes.ts";
import { shorten, visible } from "../visible-text.ts";

/** Where targets are: what is no node and not the cluster is an object. */
export type Places = { readonly cluster: string; readonly nodes: ReadonlySet<string> };

/** GitHub takes 1,000 places of one result; all targets are in assessment.json. */
const mostNames = 100;

/** Names of a path, and UTF-16 units of each: what is longer no file system has. */
const longest = { path: 60, name: 300 };

/**
 * Where a result is, as every importer takes it: one relative path with a line. The targets are named beside it.
 */
export function locationOf(outcome: Outcome, places: Places): Location {
  const { path, line } = placeOf(outcome, places);
  const cluster = visible(places.cluster);
  return {
    physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line } },
    logicalLocations: outcome.targets.slice(0, mostNames).map((target) => ({
      name: visible(target),
      fullyQualifiedName: target === places.cluster ? cluster : `${cluster}/${visible(target)}`,
      kind: kindOf(target, places),
    })),
  };
}

function kindOf(target: string, { nodes, cluster }: Places): string {
  if (nodes.has(target)) return "node";
  return target === cluster ? "cluster" : "object";
}

type Place = { readonly path: readonly string[]; readonly line: number };

/** `production/nodes/cp1/etc/…` of a file, `production/api/api/v1/pods` of a list, line 1 where none is known. */
function placeOf({ targets, group }: Outcome, { cluster, nodes }: Places): Place {
  const seen = group?.literal.seen ?? [];
  const inFile = seen.find((item) => fileOf(item) !== undefined);
  if (inFile !== undefined) {
    const path = [cluster, "nodes", inFile.source.host, ...segments(fileOf(inFile) ?? "")];
    return { path, line: Math.max(1, inFile.source.line ?? 1) };
  }
  const listed = seen.map(({ source }) => /^GET (\/[^?]*)/.exec(source.request)?.[1]).find((path) => path);
  if (listed !== undefined) return { path: [cluster, "api", ...segments(listed)], line: 1 };
  const [first = cluster] = targets;
  return { path: nodes.has(first) ? [cluster, "nodes", first] : [cluster], line: 1 };
}

/** The file that was looked at, or looked for. */
const fileOf = ({ source }: Seen): string | undefined =>
  source.file ?? /^(?:read|stat|list) (\/.+)/.exec(source.request)?.[1];

const segments = (path: string): readonly string[] => path.split("/");

/** A relative reference that no reader takes for a scheme, a host, or a way up. */
const uriOf = (path: readonly string[]): string =>
  path
    .filter((name) => name !== "")
    .slice(0, longest.path)
    .map((name) => (/^\.+$/.test(name) ? `⟨${name}⟩` : visible(name)))
    .map((name) => encodeURIComponent(shorten(name, longest.name)))
    .join("/");
