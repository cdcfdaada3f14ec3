import type { LabelSelector, NetworkPolicy } from "../../../../evidence/network-policies.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import { listed } from "../../unknown-data.ts";
import type { SpaceShown } from "../namespace-check.ts";
import { type Admitted, admittedBy } from "./admits.ts";
import type { Reach } from "./agents-on.ts";
import type { Direction } from "./directions.ts";
import type { PluginEffect, Product } from "./plugin-effects.ts";
import { isForAll, selects } from "./selector.ts";

/** A pod, and the name under which people know it. */
export type NamedPod = { readonly pod: ApiPod; readonly place: string };

/** What is in force in one namespace and direction beside its NetworkPolicies. */
export type Plugins = {
  readonly effects: readonly PluginEffect[];
  /** Where the agent of a product runs, of the nodes of these pods. */
  readonly runs: (product: Product) => Reach;
  /** What else may deny by default, in words. */
  readonly mayDeny: readonly string[];
};

const shown = 5;
const namesOf = (names: readonly string[]): string => {
  const distinct = [...new Set(names)].toSorted();
  const more = distinct.length > shown ? ` and ${distinct.length - shown} more` : "";
  return `${distinct.slice(0, shown).join(", ")}${more}`;
};

/** Which pods no policy of a direction selects, in words. */
function unselected(policies: readonly NetworkPolicy[], pods: readonly NamedPod[], others: boolean): string {
  const left = pods.filter(({ pod }) => !policies.some((policy) => selects(policy.pods, pod.labels)));
  if (left.length === 0) return "each pod is selected by some policy";
  return `selected by no ${others ? "NetworkPolicy" : "policy"}: ${namesOf(left.map(({ place }) => place))}`;
}

const those = (policies: readonly NetworkPolicy[], direction: Direction, what: Admitted): readonly NetworkPolicy[] =>
  policies.filter((policy) => policy[direction]?.some((rule) => admittedBy(rule) === what));
const letting = (policies: readonly NetworkPolicy[], direction: Direction, what: Admitted): readonly string[] =>
  those(policies, direction, what).map(({ name }) => name);

/** Policies for all pods of a namespace, and what they let through, by name. */
type ForAll = {
  readonly denying: readonly string[];
  readonly denyingOfPlugins: readonly PluginEffect[];
  readonly everything: readonly string[];
  readonly everythingOfPlugins: readonly PluginEffect[];
  readonly much: readonly string[];
};

const allShown = (effects: readonly PluginEffect[]): readonly string[] => effects.map((effect) => effect.shown);

function forAllOf(direction: Direction, forAll: readonly NetworkPolicy[], effects: readonly PluginEffect[]): ForAll {
  const ofPlugins = effects.filter((effect) => effect.isForAll && !effect.isUnclear);
  return {
    denying: forAll.map(({ name }) => name),
    denyingOfPlugins: ofPlugins.filter(({ denies }) => denies),
    everything: letting(forAll, direction, "everything"),
    everythingOfPlugins: ofPlugins.filter(({ admits }) => admits === "everything"),
    much: [...letting(forAll, direction, "much"), ...allShown(ofPlugins.filter(({ admits }) => admits === "much"))],
  };
}

// One that only leaves some out is meant for all others, those that come after too.
const namesNothing = ({ labels, expressions }: LabelSelector): boolean =>
  Object.keys(labels).length === 0 && expressions.every(({ operator }) => ["DoesNotExist", "NotIn"].includes(operator));

type Judged = { readonly kind: "open" | "review" | "pass"; readonly value: string };
const forPerson = (value: string): Judged => ({ kind: "review", value });

/** Something lets everything through: undone again only by what denies by rules, or by what is not in force. */
function lettingThrough(found: ForAll, { effects, runs }: Plugins): Judged {
  const { everything, everythingOfPlugins } = found;
  const named = `policy ${namesOf([...everything, ...allShown(everythingOfPlugins)])} lets everything through`;
  const denying = effects.filter((effect) => effect.hasDenyRules || (effect.isUnclear && effect.denies));
  if (denying.length > 0) return forPerson(`${named}, but for what ${namesOf(allShown(denying))} denies`);
  const isInForce = everything.length > 0 || everythingOfPlugins.some(({ product }) => runs(product) !== "nowhere");
  return isInForce
    ? { kind: "open", value: named }
    : forPerson(`${named}, and nothing was seen to run that enforces it`);
}

/** The policies for all pods deny by default: unless something undoes it, or none of them is enforced. */
function denied(found: ForAll, { effects, runs }: Plugins): Judged {
  const { denying, denyingOfPlugins, much } = found;
  const unclear = effects.filter(({ isUnclear, admits }) => isUnclear && ["everything", "much"].includes(admits));
  if (unclear.length > 0) {
    return forPerson(`what ${namesOf(allShown(unclear))} lets through before other policies count was not worked out`);
  }
  if (much.length > 0) {
    return forPerson(`policy ${namesOf(much)} lets through all pods of the cluster, or most addresses`);
  }
  const enforced = denyingOfPlugins.filter(({ product }) => runs(product) === "everywhere");
  const named = [...denying, ...allShown(enforced)];
  if (named.length === 0) {
    const products = listed([...new Set(denyingOfPlugins.map(({ product }) => product))]);
    return forPerson(
      `${namesOf(allShown(denyingOfPlugins))} denies by default, and ${products} was not seen on every node of its pods`,
    );
  }
  return { kind: "pass", value: `denied by default, policy ${namesOf(named)}` };
}

function judge(found: ForAll, plugins: Plugins, left: () => string): Judged {
  if (found.denying.length + found.denyingOfPlugins.length === 0) {
    const perhaps = plugins.effects.filter(
      ({ isUnclear, denies, hasDenyRules }) => isUnclear && (denies || hasDenyRules),
    );
    const named = [...allShown(perhaps), ...plugins.mayDeny];
    return named.length > 0
      ? forPerson(`not denied by default by NetworkPolicies; what ${namesOf(named)} denies was not worked out`)
      : { kind: "open", value: `not denied by default, ${left()}` };
  }
  return found.everything.length + found.everythingOfPlugins.length > 0
    ? lettingThrough(found, plugins)
    : denied(found, plugins);
}

/**
 * What the policies of one namespace make of one direction. A policy for all pods isolates them, whatever it lets through;
 * policies add up, so that one which lets everything through undoes the others.
 */
export function inDirection(
  direction: Direction,
  policies: readonly NetworkPolicy[],
  pods: readonly NamedPod[],
  plugins: Plugins,
): readonly SpaceShown[] {
  const speaking = policies.filter((policy) => policy[direction] !== undefined);
  const forAll = speaking.filter((policy) => isForAll(policy.pods));
  const found = forAllOf(direction, forAll, plugins.effects);
  const { kind, value } = judge(found, plugins, () => unselected(speaking, pods, plugins.effects.length > 0));
  const others = those(
    speaking.filter((policy) => !forAll.includes(policy)),
    direction,
    "everything",
  );
  const ofRest = others.filter(({ pods: selector }) => namesNothing(selector));
  const isUndone = pods.every(({ pod }) => ofRest.some((policy) => selects(policy.pods, pod.labels)));
  if (kind === "pass" && pods.length > 0 && isUndone) {
    const named = namesOf(ofRest.map(({ name }) => name));
    return [
      {
        kind: "review",
        value: `${direction}: ${value}, but policy ${named} lets everything through for each pod there is`,
      },
    ];
  }
  const ofSome = [
    ...others.map(({ name }) => name),
    ...allShown(plugins.effects.filter((effect) => !effect.isForAll && effect.admits === "everything")),
  ];
  const detail = {
    kind: "detail",
    value: `${direction}: policy ${namesOf(ofSome)} lets everything through for some pods`,
  } as const;
  return [{ kind, value: `${direction}: ${value}` }, ...(kind === "pass" && ofSome.length > 0 ? [detail] : [])];
}
