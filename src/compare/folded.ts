/** Targets of which the same is to be said. */
export type Folded<T> = T & { readonly targets: readonly string[] };

/** Folds targets of which the same is to be said into one, in the order in which they come; those without are left out. */
export function folded<T extends object>(
  targets: Iterable<string>,
  said: (target: string) => T | undefined,
): readonly Folded<T>[] {
  const found = new Map<string, { readonly of: T; readonly targets: string[] }>();
  for (const target of targets) {
    const of = said(target);
    if (of === undefined) continue;
    const key = JSON.stringify(of);
    const known = found.get(key);
    if (known === undefined) found.set(key, { of, targets: [target] });
    else known.targets.push(target);
  }
  return [...found.values()].map(({ of, targets: names }) => ({ ...of, targets: names }));
}
