import type { PodMaker } from "../../../../evidence/site.ts";
import { fitsWildcards } from "../../../../evidence/wildcards.ts";

type Labels = Readonly<Record<string, string>>;

/** What makes a pod: the topmost workload, the static pod's manifest by its component, or the pod itself. */
export type Maker = {
  readonly kind: PodMaker;
  readonly name: string;
  /** The pod's, and those of a workload that makes it. */
  readonly labels: readonly Labels[];
};

/** How pods of a product are known: by what makes them, and by a label of either. A name alone never suffices. */
export type PodPattern = {
  readonly kinds: readonly PodMaker[];
  /** `*` stands for any text. */
  readonly names: readonly string[];
  /** `key=value`, of which it has one; in the value `*` is any text, `{name}` the maker's name. */
  readonly labels: readonly string[];
};

/** The patterns of a product or distribution. */
export type PatternFamily = { readonly of: string; readonly patterns: readonly PodPattern[] };

const words = (text: string): readonly string[] => text.split(" ");

/** Patterns of some kinds, each a row of names and the labels for them, words apart by blanks. */
export const known =
  (...kinds: readonly PodMaker[]) =>
  (names: string, labels: string): PodPattern => ({ kinds, names: words(names), labels: words(labels) });

/** The values of a label, wherever it is. */
export const valuesOf = ({ labels }: Maker, key: string): readonly string[] =>
  labels.flatMap((given) => (Object.hasOwn(given, key) ? (given[key] ?? []) : []));

function hasLabel(maker: Maker, wanted: string): boolean {
  const at = wanted.indexOf("=");
  const value = wanted.slice(at + 1).replaceAll("{name}", maker.name);
  return valuesOf(maker, wanted.slice(0, at)).some((given) => fitsWildcards(value, given));
}

/** Whether what makes a pod is what a pattern knows. */
export const isKnownBy = ({ kinds, names, labels }: PodPattern, maker: Maker): boolean =>
  kinds.includes(maker.kind) &&
  names.some((pattern) => fitsWildcards(pattern, maker.name)) &&
  labels.some((label) => hasLabel(maker, label));

/** What a pattern knows something by, for people: `DaemonSet kube-proxy, label k8s-app=kube-proxy`. */
export const describePattern = ({ labels }: PodPattern, { kind, name }: Maker): string =>
  `${kind} ${name}, label ${labels.join(" or ").replaceAll("{name}", name)}`;
