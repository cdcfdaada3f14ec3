import type { Finding, FindingGroup } from "../findings/assessment.ts";
import { evidenceGroups } from "../findings/evidence-status.ts";
import { objectName } from "../findings/object-name.ts";
import { type Sight, sights } from "./sighted.ts";

/** What a run saw of one target of a requirement. */
export type Looked = {
  readonly sight: Sight;
  /** Of an open one: all objects that make it so, by name; left out where anything else does. */
  readonly objects?: ReadonlySet<string>;
  /** Of an open one: what is not among its objects is not open, for all of it was seen. */
  readonly whole: boolean;
};

/** Node names hold no slash (the inventory sees to that). */
const clusterMark = "/";
const keyOf = (target: string, { ofCluster }: FindingGroup): string => (ofCluster ? clusterMark + target : target);

/** Whom a key of `lookedAt` means. */
export const targetOf = (key: string): { readonly name: string; readonly ofCluster: boolean } =>
  key.startsWith(clusterMark)
    ? { name: key.slice(clusterMark.length), ofCluster: true }
    : { name: key, ofCluster: false };

/** What a run saw of each target that counts, by a key that tells a node from a cluster of the same name. */
export function lookedAt(finding: Finding): ReadonlyMap<string, Looked> {
  const found = new Map<string, Looked>();
  for (const group of evidenceGroups(finding).filter(({ beyondText }) => !beyondText)) {
    const looked = lookedAtGroup(group);
    for (const target of group.targets) {
      const key = keyOf(target, group);
      found.set(key, worse(found.get(key), looked));
    }
  }
  return found;
}

function lookedAtGroup({ literal: { status, objects, alsoUnreviewed, seen } }: FindingGroup): Looked {
  const whole = alsoUnreviewed !== true && seen.every(({ unseen }) => unseen === undefined);
  const names = status === "open" && objects !== undefined && objects.length > 0 && new Set(objects.map(objectName));
  return { sight: sights[status], ...(names && { objects: names }), whole };
}

const weights: Readonly<Record<Sight, number>> = { open: 2, unseen: 1, fine: 0 };

const worse = (one: Looked | undefined, other: Looked): Looked =>
  one !== undefined && weights[one.sight] >= weights[other.sight] ? { ...one, whole: one.whole && other.whole } : other;

/**
 * What a run saw of an object of a target. Where others are open and not all was seen, or where it is not said which are,
 * nobody knows.
 */
export function sightOfObject(target: Looked | undefined, object: string): Sight {
  if (target === undefined) return "unseen";
  if (target.sight !== "open") return target.sight;
  if (target.objects?.has(object)) return "open";
  return target.objects !== undefined && target.whole ? "fine" : "unseen";
}
