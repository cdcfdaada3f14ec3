/**
 * The object at the top of those that manage one: from owner to owner, while `ownerOf` knows one. Owners that lead in a
 * circle, which nobody but the objects themselves vouches for, end where the circle closes.
 */
export function topOf<Name>(
  start: Name,
  keyOf: (name: Name) => string,
  ownerOf: (name: Name) => Name | undefined,
): Name {
  const passed = new Set<string>();
  let top = start;
  for (;;) {
    const key = keyOf(top);
    const owner = ownerOf(top);
    if (owner === undefined || passed.has(key)) return top;
    passed.add(key);
    top = owner;
  }
}
