import type { NetworkPolicy } from "../../../../evidence/network-policies.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import type { SpaceShown } from "../namespace-check.ts";
import { type Admitted, admittedBy } from "./admits.ts";
import { isForAll, selects } from "./selector.ts";

/** A pod, and the name under which people know it. */
export type NamedPod = { readonly pod: ApiPod; readonly place: string };

export const directions = ["ingress", "egress"] as const;
export type Direction = (typeof directions)[number];

const shown = 5;
const namesOf = (names: readonly string[]): string => {
  const distinct = [...new Set(names)].toSorted();
  const more = distinct.length > shown ? ` and ${distinct.length - shown} more` : "";
  return `${distinct.slice(0, shown).join(", ")}${more}`;
};

/** Which pods no policy of a direction selects, in words. */
function unselected(policies: readonly NetworkPolicy[], pods: readonly NamedPod[]): string {
  const left = pods.filter(({ pod }) => !policies.some((policy) => selects(policy.pods, pod.labels)));
  return left.length === 0
    ? "each pod is selected by some policy"
    : `selected by no policy: ${namesOf(left.map(({ place }) => place))}`;
}

const letting = (policies: readonly NetworkPolicy[], direction: Direction, what: Admitted): readonly string[] =>
  policies.filter((policy) => policy[direction]?.some((rule) => admittedBy(rule) === what)).map(({ name }) => name);

/**
 * What the policies of one namespace make of one direction. A policy for all pods isolates them, whatever it lets through;
 * policies add up, so that one which lets everything through undoes the others.
 */
export function inDirection(
  direction: Direction,
  policies: readonly NetworkPolicy[],
  pods: readonly NamedPod[],
): readonly SpaceShown[] {
  const speaking = policies.filter((policy) => policy[direction] !== undefined);
  const forAll = speaking.filter((policy) => isForAll(policy.pods));
  if (forAll.length === 0) {
    return [{ kind: "open", value: `${direction}: not denied by default, ${unselected(speaking, pods)}` }];
  }
  const everything = letting(forAll, direction, "everything");
  if (everything.length > 0) {
    return [{ kind: "open", value: `${direction}: policy ${namesOf(everything)} lets everything through` }];
  }
  const much = letting(forAll, direction, "much");
  if (much.length > 0) {
    const value = `${direction}: policy ${namesOf(much)} lets through all pods of the cluster, or most addresses`;
    return [{ kind: "review", value }];
  }
  const ofSome = letting(
    speaking.filter((policy) => !forAll.includes(policy)),
    direction,
    "everything",
  );
  return [
    { kind: "pass", value: `${direction}: denied by default, policy ${namesOf(forAll.map(({ name }) => name))}` },
    ...(ofSome.length > 0
      ? [
          {
            kind: "detail" as const,
            value: `${direction}: policy ${namesOf(ofSome)} lets everything through for some pods`,
          },
        ]
      : []),
  ];
}
