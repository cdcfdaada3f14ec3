/** What is given back for a value: the first that was equal to it, or itself. */
export type Share = <T>(value: T) => T;

/**
 * Keeps equal parts once: thousands of pods repeat the same few containers, labels and images, and of evidence that is
 * never changed nobody can tell the difference. A value itself is kept as often as it comes.
 */
export function sharing(): Share {
  const strings = new Map<string, { readonly text: string; readonly number: number }>();
  const objects = new Map<string, object>();
  const numbers = new WeakMap<object, number>();

  const textOf = (text: string) => {
    const found = strings.get(text) ?? { text, number: strings.size };
    strings.set(found.text, found);
    return found;
  };
  /** What a part is known by to those that hold it: equal parts have equal names. */
  const nameOf = (part: unknown): string => {
    if (typeof part === "string") return `"${textOf(part).number}`;
    return typeof part === "object" && part !== null ? `{${numbers.get(part)}` : String(part);
  };
  const shareObject = (value: object): object => {
    const parts = sharedParts(value);
    const names = Object.entries(parts).map(([key, part]) => `${nameOf(key)}:${nameOf(part)}`);
    const name = `${Array.isArray(parts) ? "[" : "{"}${names.join(",")}`;
    const found = objects.get(name) ?? parts;
    if (found === parts) {
      objects.set(name, found);
      numbers.set(found, objects.size);
    }
    return found;
  };
  const share = (value: unknown): unknown => {
    if (typeof value === "string") return textOf(value).text;
    return typeof value === "object" && value !== null ? shareObject(value) : value;
  };
  const sharedParts = (value: object): object =>
    Array.isArray(value)
      ? value.map(share)
      : Object.fromEntries(Object.entries(value).map(([key, part]) => [key, share(part)]));
  return <T>(value: T) => (typeof value === "object" && value !== null ? sharedParts(value) : value) as T;
}
