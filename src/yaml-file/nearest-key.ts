/** The known key that an unknown one was probably meant to be; nothing where none is near. */
export function nearestKey(unknown: string, known: readonly string[]): string | undefined {
  const wanted = plain(unknown);
  const [nearest] = known
    .map((key) => ({ key, distance: editDistance(wanted, plain(key)) }))
    .toSorted((a, b) => a.distance - b.distance);
  // Half of the letters: two that changed places in a word of four (prot for port) are that far.
  return nearest !== undefined && nearest.distance <= wanted.length / 2 ? nearest.key : undefined;
}

/** `identity_file` and `IdentityFile` mean `identityFile`. */
const plain = (key: string): string => key.toLowerCase().replaceAll(/[-_]/g, "");

/** Levenshtein's distance: letters to insert, delete or change. */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (let column = 1; column <= to.length; column++) {
      const changed = (above[column - 1] ?? 0) + (to[column - 1] === letter ? 0 : 1);
      current.push(Math.min(changed, (above[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    above = current;
  }
  return above[to.length] ?? 0;
}
