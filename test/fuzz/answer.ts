const prototypes = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const shape = (): string => JSON.stringify(prototypes.map((one) => Object.getOwnPropertyNames(one)));
const untouched = shape();

/** What has been done to the prototypes that all objects share. */
export const isPolluted = (): boolean => shape() !== untouched;

/** The first number in an answer that JSON does not have, or object of a prototype that nobody gave it. */
export function unkeepable(value: unknown, place = "answer"): string | undefined {
  if (typeof value === "number") return Number.isFinite(value) ? undefined : `${place} is ${value}`;
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) return undefined;
  const isCollection = value instanceof Map || value instanceof Set;
  const parts: Iterable<readonly [unknown, unknown]> = isCollection ? value.entries() : Object.entries(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && !prototypes.includes(prototype as object) && !(value instanceof Set)) {
    return `${place} has a prototype of its own`;
  }
  for (const [key, part] of parts) {
    const found = unkeepable(part, `${place}.${String(key)}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
