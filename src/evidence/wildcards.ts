/**
 * Whether a text is what a pattern stands for: `*` for any characters but those of `never`, each other character for
 * itself, but for those that `isAny` says stand for any one. In one pass: as a regular expression a pattern of many stars
 * would take longer than anybody waits.
 */
export function fitsWildcards(
  pattern: string,
  text: string,
  {
    never = "",
    isAny = () => false,
  }: { readonly never?: string; readonly isAny?: (character: string) => boolean } = {},
): boolean {
  let [at, here] = [0, 0];
  // Where the last star stands, and how far it has been stretched: only the last one ever has to be stretched further.
  let [star, stretched] = [-1, 0];
  while (here < text.length) {
    const wanted = pattern.charAt(at);
    if (wanted === "*") {
      [star, stretched] = [at, here];
      at += 1;
    } else if (at < pattern.length && (wanted === text.charAt(here) || isAny(wanted))) {
      at += 1;
      here += 1;
    } else if (star >= 0 && (never === "" || !never.includes(text.charAt(stretched)))) {
      stretched += 1;
      [at, here] = [star + 1, stretched];
    } else return false;
  }
  while (pattern.charAt(at) === "*") at += 1;
  return at === pattern.length;
}
