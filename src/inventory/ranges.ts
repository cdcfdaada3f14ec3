/** The most hosts that one inventory may hold. */
export const mostHosts = 10_000;

/** What to say of an inventory beyond that. */
export const tooManyHosts = `more than ${mostHosts} hosts in one inventory`;

/** The values that a name or address stands for, or the sentence that says why it stands for none. */
export type Expanded = { readonly values: readonly string[] } | { readonly mistake: string };

/**
 * `worker-[08:10]` is worker-08, worker-09, worker-10; text without a range is itself. Both ends are included; they are
 * padded with zeros as Ansible pads them: a padded range's ends have the same number of digits.
 */
export function expandRange(pattern: string): Expanded {
  const [before = "", inside, after = "", ...more] = pattern.split(/[[\]]/);
  if (inside === undefined) return { values: [pattern] };
  const range = /^(\d+):(\d+)$/.exec(inside);
  if (range === null || more.length > 0 || !pattern.endsWith(`[${inside}]${after}`)) {
    return { mistake: `"${pattern}" must have at most one range, written [first:last] in digits` };
  }
  const [, first = "", last = ""] = range;
  return expandDigits(first, last, (digits) => `${before}${digits}${after}`);
}

function expandDigits(first: string, last: string, complete: (digits: string) => string): Expanded {
  const padded = [first, last].some((end) => end.length > 1 && end.startsWith("0"));
  if (padded && first.length !== last.length) {
    return { mistake: `range [${first}:${last}] must have the same number of digits at both ends, or no leading zero` };
  }
  const from = Number(first);
  const count = Number(last) - from + 1;
  if (count < 1) return { mistake: `range [${first}:${last}] is empty` };
  if (!(count <= mostHosts && Number.isSafeInteger(Number(last)))) return { mistake: tooManyHosts };
  const width = padded ? first.length : 0;
  return { values: Array.from({ length: count }, (_, index) => complete(String(from + index).padStart(width, "0"))) };
}
