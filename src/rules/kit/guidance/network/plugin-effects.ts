import type { PluginDirection, PluginPolicy, PluginRule } from "../../../../evidence/plugin-policies.ts";
import type { Space } from "../namespaces.ts";
import { widestPrefix } from "./address-block.ts";
import type { Admitted } from "./admits.ts";
import type { Direction } from "./directions.ts";
import { selectionIn } from "./selection.ts";

/** What enforces a kind of policy. */
export type Product = "Calico" | "Cilium" | "AdminNetworkPolicy";

/** What a policy of a network plugin does in one direction to the pods of one namespace. */
export type PluginEffect = {
  readonly shown: string;
  readonly product: Product;
  readonly isForAll: boolean;
  /** Its selector, or its place among the others, was not worked out. */
  readonly isUnclear: boolean;
  readonly denies: boolean;
  readonly hasDenyRules: boolean;
  readonly admits: Admitted | "nothing";
};

const order = ["everything", "much", "some"] as const;

/** Groups that are not everybody, but most of them. */
const isWideGroup = (peer: string): boolean => /^(world|cluster|endpoints|every (name|address))/.test(peer);

function fromPeer(peer: string): Admitted {
  if (peer === "all") return "everything";
  if (isWideGroup(peer)) return "much";
  const [, prefix = "32", except] = /^[^/]+\/(\d+)( except)?$/.exec(peer) ?? [];
  if (Number(prefix) === 0 && except === undefined) return "everything";
  return Number(prefix) < widestPrefix ? "much" : "some";
}

/** `Pass` counts as `Allow`: what all policies leave open Calico's profile of the namespace lets through. */
function admittedBy({ action, peers, isLimited }: PluginRule): Admitted | "nothing" {
  if (action === "Deny") return "nothing";
  if (isLimited) return "some";
  if (peers === undefined) return "everything";
  const each = peers.map(fromPeer);
  return order.find((one) => each.includes(one)) ?? "some";
}

const productOf = ({ kind }: PluginPolicy): Product => {
  if (kind.startsWith("Cilium")) return "Cilium";
  return kind.startsWith("Calico") ? "Calico" : "AdminNetworkPolicy";
};

/** Those for administrators come before NetworkPolicies, the baseline after them, where it undoes nothing. */
function admitsOf(policy: PluginPolicy, { rules }: PluginDirection): Admitted | "nothing" {
  if (productOf(policy) === "AdminNetworkPolicy") {
    const isAllowing = policy.tier !== "Baseline" && rules.some(({ action }) => action === "Allow");
    return isAllowing ? "much" : "nothing";
  }
  const each = rules.map(admittedBy);
  return order.find((one) => each.includes(one)) ?? "nothing";
}

/** What policies of network plugins do in one direction in a namespace; those that select nothing there do nothing. */
export const effectsIn = (
  space: Space,
  direction: Direction,
  policies: readonly PluginPolicy[],
): readonly PluginEffect[] =>
  policies.flatMap((policy): readonly PluginEffect[] => {
    const spoken = policy[direction];
    const selection = selectionIn(space, policy);
    if (spoken === undefined || selection === "none") return [];
    const product = productOf(policy);
    const isInTier = product === "Calico" && policy.tier !== undefined;
    return [
      {
        shown: `${policy.kind} ${policy.name}`,
        product,
        isForAll: selection === "all",
        isUnclear: selection === "unclear" || isInTier || product === "AdminNetworkPolicy",
        denies: spoken.denies,
        hasDenyRules: spoken.rules.some(({ action }) => action === "Deny"),
        admits: admitsOf(policy, spoken),
      },
    ];
  });
