/** Items by a key, in the order of the keys. (Map.groupBy came with Node 21.) */
export function grouped<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(keyOf(item));
    if (known === undefined) groups.set(keyOf(item), [item]);
    else known.push(item);
  }
  return [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Texts in order, each once. */
export const distinct = (items: readonly string[]): readonly string[] => [...new Set(items)].toSorted();
