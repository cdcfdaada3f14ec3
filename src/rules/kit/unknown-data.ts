/** Data of a file that nobody has checked yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** A mapping; undefined for anything else. */
export const asRecord = (value: unknown): UnknownRecord | undefined =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as UnknownRecord) : undefined;

/** A list; undefined for anything else. */
export const asList = (value: unknown): readonly unknown[] | undefined =>
  Array.isArray(value) ? (value as readonly unknown[]) : undefined;

/** A list of texts, where Go reads nothing and null as the empty one; undefined for anything else. */
export function asTexts(value: unknown): readonly string[] | undefined {
  const list = asList(value ?? []);
  return list?.every((item): item is string => typeof item === "string") ? list : undefined;
}

/** A text that is not empty. */
export const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** The property of a mapping, its own only; null counts as not there, as Go reads it. */
export const property = (record: UnknownRecord, name: string): unknown =>
  Object.hasOwn(record, name) ? (record[name] ?? undefined) : undefined;

/** Items as a sentence's end, the first ten of them. */
export const listed = (items: readonly string[]): string =>
  items.length <= 10 ? items.join(", ") : `${items.slice(0, 10).join(", ")} and ${items.length - 10} more`;

/** Whether a file says that it is of a kind, in one of the API versions that hold it. */
export const isKind = (record: UnknownRecord, kind: string, versions: readonly string[]): boolean =>
  property(record, "kind") === kind && versions.some((version) => version === property(record, "apiVersion"));
