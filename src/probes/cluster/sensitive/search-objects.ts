import { z } from "zod";
import { type Observed, present, type Source, unknown } from "../../../evidence/observed.ts";
import { type HitClass, type SensitiveHit, type SensitiveScan, underSecretName } from "../../../evidence/sensitive.ts";
import { ownerOf, ownersSchema } from "../owner.ts";
import { isLiteral, isSecretName } from "./literal-values.ts";
import { type Field, fieldsOf, type SearchedKind } from "./object-fields.ts";
import { isAwsSecret } from "./patterns.ts";
import { type TextHit, type TextSearch, textSearch } from "./search-text.ts";

const largest = 1024 * 1024;

const identitySchema = z.object({
  metadata: z.object({
    namespace: z.string(),
    name: z.string(),
    ownerReferences: ownersSchema,
  }),
  binaryData: z.record(z.string(), z.unknown()).nullish(),
});

/** What Kubernetes itself publishes: no more than a real credential is looked for there. */
const published: readonly { readonly name: string; readonly namespace?: string }[] = [
  { name: "kube-root-ca.crt" },
  { name: "extension-apiserver-authentication", namespace: "kube-system" },
  { name: "kubeadm-config", namespace: "kube-system" },
  { name: "cluster-info", namespace: "kube-public" },
];

/** What one object showed; undefined where it is not what it should be. */
type ObjectSearch =
  | { readonly hits: readonly SensitiveHit[]; readonly tooBig: boolean; readonly binary: number }
  | undefined;

/** A hit by the field's own name: what is called a password is one, unless the value cannot be. */
const byName = ({ name, text }: Field): readonly TextHit[] =>
  isSecretName(name) && isLiteral(text) ? [{ pattern: underSecretName, class: "B", line: 1, lines: 1 }] : [];

const awsKey = /(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/;

/** An AWS access key in one field, and its secret alone in another: a pair of variables. */
const besideSecret = ({ text }: Field, hasSecret: boolean): readonly TextHit[] =>
  hasSecret && awsKey.test(text.trim()) && text.trim().length === 20
    ? [{ pattern: "AWS access key with its secret", class: "A", line: 1, lines: 1 }]
    : [];

function searchFields(fields: readonly Field[], classes: readonly HitClass[], searchText: TextSearch) {
  const hasSecret = fields.some(({ text }) => isAwsSecret(text));
  return fields.flatMap((field) => {
    const found = [
      ...searchText(field.text, classes),
      ...besideSecret(field, hasSecret),
      ...(classes.includes("B") ? byName(field) : []),
    ];
    const distinct = new Map(found.toReversed().map((hit) => [hit.pattern, hit]));
    return [...distinct.values()]
      .toReversed()
      .map((hit) => ({ ...hit, field: field.field, length: field.text.length }));
  });
}

function search(kind: SearchedKind, item: unknown, searchText: TextSearch): ObjectSearch {
  const identity = identitySchema.parse(item);
  const { namespace, name, ownerReferences } = identity.metadata;
  const fields = fieldsOf(kind, item);
  const size = fields.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const binary = Object.keys(identity.binaryData ?? {}).length;
  if (size > largest) return { hits: [], tooBig: true, binary };
  const isPublished =
    kind === "ConfigMap" &&
    published.some((one) => one.name === name && (one.namespace === undefined || one.namespace === namespace));
  const object = { kind, namespace, name, ...ownerOf(ownerReferences) };
  const hits = searchFields(fields, isPublished ? ["A"] : ["A", "B"], searchText);
  return { hits: hits.map((hit) => ({ ...object, ...hit })), tooBig: false, binary };
}

/** An item as something else reads it, and what a search through its texts gave: places, never texts. */
export type Searched<T> = { readonly value: T; readonly search: ObjectSearch };

/** Reads the items of a list and searches them in passing; what cannot be searched is read all the same. */
export function searching<T>(kind: SearchedKind, read: (item: unknown) => T): (item: unknown) => Searched<T> {
  const searchText = textSearch();
  return (item) => {
    const value = read(item);
    try {
      return { value, search: search(kind, item, searchText) };
    } catch {
      // Why is left out: what an error quotes may be the very text.
      return { value, search: undefined };
    }
  };
}

function scanOf(found: readonly Searched<unknown>[], source: Source): Observed<SensitiveScan> {
  const read = found.flatMap(({ search: one }) => (one === undefined ? [] : [one]));
  if (read.length < found.length) {
    return unknown("unparseable", `${found.length - read.length} objects could not be searched`, source);
  }
  return present(
    {
      objects: read.length,
      tooBig: read.filter(({ tooBig }) => tooBig).length,
      binary: read.reduce((sum, { binary }) => sum + binary, 0),
      hits: read.flatMap(({ hits }) => hits),
    },
    source,
  );
}

/** A list that was searched in passing, as both: its items, and what the search found. */
export function apart<T>(listed: Observed<readonly Searched<T>[]>): {
  readonly values: Observed<readonly T[]>;
  readonly scan: Observed<SensitiveScan>;
} {
  if (listed.state !== "present") return { values: listed, scan: listed };
  const { value, source } = listed;
  return {
    values: present(
      value.map((one) => one.value),
      source,
    ),
    scan: scanOf(value, source),
  };
}
