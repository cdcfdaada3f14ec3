import type { Observed } from "./observed.ts";
import type { OwnerName } from "./pods.ts";

/** A is a credential by its form; B may be one. */
export type HitClass = "A" | "B";

/** The pattern of a literal that is called what secrets are called: a variable, a flag, a key. */
export const underSecretName = "value under a secret's name";

/** Where something that looks like a credential stands, and of what form it is: never what it is, nor a part or hash of it. */
export type SensitiveHit = {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** What manages the object. */
  readonly owner?: OwnerName;
  /** The field with its key or name: `data app.conf`, `env PASSWORD of container main`. */
  readonly field: string;
  /** The first line of the field's value that shows it, from 1. */
  readonly line: number;
  /** How many lines show it. */
  readonly lines: number;
  readonly pattern: string;
  readonly class: HitClass;
  /** Of the whole value, in characters. */
  readonly length: number;
};

/** What a search through the objects of a list found. */
export type SensitiveScan = {
  readonly objects: number;
  /** Objects with more text than is looked through. */
  readonly tooBig: number;
  /** Entries of binaryData, which are not looked through. */
  readonly binary: number;
  readonly hits: readonly SensitiveHit[];
};

/** The lists that are searched, each for itself: what one shows counts where another was not read. */
export type SensitiveLists = {
  readonly configMaps: Observed<SensitiveScan>;
  readonly pods: Observed<SensitiveScan>;
  readonly workloads: Observed<SensitiveScan>;
  readonly podTemplates: Observed<SensitiveScan>;
  readonly services: Observed<SensitiveScan>;
};
