type UnknownRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is UnknownRecord =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Whether nothing is said: Kyverno writes `exclude: {resources: {}}` itself where nobody gave one. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.values(value).every(isEmpty);
}

const said = (record: UnknownRecord): readonly string[] => Object.keys(record).filter((key) => !isEmpty(record[key]));
const hasOnly = (record: UnknownRecord, allowed: readonly string[]): boolean =>
  said(record).every((key) => allowed.includes(key));
const includesAll = (list: unknown, wanted: readonly string[]): boolean =>
  Array.isArray(list) && wanted.every((one) => list.includes(one));

/** Whether a filter of Kyverno's takes every pod, whoever makes or changes it. */
function takesEveryPod(filter: unknown): boolean {
  if (!isRecord(filter) || !hasOnly(filter, ["resources"])) return false;
  const { resources } = filter;
  if (!isRecord(resources) || !hasOnly(resources, ["kinds", "operations"])) return false;
  const { kinds, operations } = resources;
  const isForPods = Array.isArray(kinds) && ["Pod", "v1/Pod"].some((kind) => kinds.includes(kind));
  return isForPods && (isEmpty(operations) || includesAll(operations, ["CREATE", "UPDATE"]));
}

/** Whether a rule's `match` takes every pod; what is not understood does not. */
export function isForEveryPod(match: unknown): boolean {
  if (!isRecord(match)) return false;
  const { any, all, ...own } = match;
  if (!isEmpty(any)) return isEmpty(all) && isEmpty(own) && Array.isArray(any) && any.some(takesEveryPod);
  if (!isEmpty(all)) return isEmpty(own) && Array.isArray(all) && all.every(takesEveryPod);
  return takesEveryPod(own);
}

const anything = ["", "*", ".*", ".+", "^.*$", "^.+$"];
const isAnyone = (value: unknown): boolean => isEmpty(value) || (typeof value === "string" && anything.includes(value));

/** Whether some signer without a name is accepted: a certificate of the public service, whoever got it. */
function hasAnyone(value: unknown): boolean {
  if (!isRecord(value)) return Array.isArray(value) && value.some(hasAnyone);
  const { keyless } = value;
  if (isRecord(keyless) && isAnyone(keyless["subject"]) && isAnyone(keyless["subjectRegExp"])) return true;
  return Object.values(value).some(hasAnyone);
}

/** Whether a list of attestors names nobody whose signature it takes. */
export const acceptsAnyone = (attestors: readonly unknown[] | null | undefined): boolean =>
  isEmpty(attestors) || hasAnyone(attestors);
