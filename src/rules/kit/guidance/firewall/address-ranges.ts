import { bitsOf, widestPrefix } from "../network/address-block.ts";

/** Which addresses a packet has. */
export type IpFamily = "ip" | "ip6";

/** Addresses of one family: ranges from and to, in order, with a gap between any two. */
export type Ranges = readonly (readonly [from: bigint, to: bigint])[];

const bitsIn = { ip: 32, ip6: 128 } as const;
const last = (family: IpFamily): bigint => (1n << BigInt(bitsIn[family])) - 1n;

/** No address at all. */
export const noAddress: Ranges = [];
/** All addresses of a family. */
export const everyAddress = (family: IpFamily): Ranges => [[0n, last(family)]];

function numberOf(address: string, family: IpFamily): bigint | undefined {
  const bits = bitsOf(address);
  return bits?.length === bitsIn[family] ? BigInt(`0b${bits}`) : undefined;
}

/** The addresses of `10.0.0.1`, `10.0.0.0/8` or `10.0.0.1-10.0.0.9`; undefined for what is not understood. */
export function rangeOf(text: string, family: IpFamily): Ranges | undefined {
  const [, first = "", prefix, end] = /^([0-9a-f.:]+)(?:\/(\d{1,3})|-([0-9a-f.:]+))?$/i.exec(text) ?? [];
  const from = numberOf(first, family);
  if (from === undefined) return undefined;
  if (prefix !== undefined) {
    const free = bitsIn[family] - Number(prefix);
    if (free < 0) return undefined;
    const start = (from >> BigInt(free)) << BigInt(free);
    return [[start, start + (1n << BigInt(free)) - 1n]];
  }
  const to = end === undefined ? from : numberOf(end, family);
  return to === undefined || to < from ? undefined : [[from, to]];
}

/** The addresses that are in one of them or in both. */
export function union(...all: readonly Ranges[]): Ranges {
  const sorted = all.flat().toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const merged: [bigint, bigint][] = [];
  for (const [from, to] of sorted) {
    const before = merged.at(-1);
    if (before === undefined || from > before[1] + 1n) merged.push([from, to]);
    else if (to > before[1]) before[1] = to;
  }
  return merged;
}

/** The addresses of the family that are not in it. */
export function complement(ranges: Ranges, family: IpFamily): Ranges {
  const starts = [0n, ...ranges.map(([, to]) => to + 1n)];
  const ends = [...ranges.map(([from]) => from - 1n), last(family)];
  return starts.flatMap((from, index) => {
    const to = ends[index] ?? from - 1n;
    return from <= to ? [[from, to] as const] : [];
  });
}

/** The addresses that are in both. */
export function intersection(a: Ranges, b: Ranges): Ranges {
  const both: (readonly [bigint, bigint])[] = [];
  let [i, j] = [0, 0];
  for (let [left, right] = [a[i], b[j]]; left && right; [left, right] = [a[i], b[j]]) {
    const from = left[0] > right[0] ? left[0] : right[0];
    const to = left[1] < right[1] ? left[1] : right[1];
    if (from <= to) both.push([from, to]);
    if (left[1] < right[1]) i += 1;
    else j += 1;
  }
  return both;
}

/** Whether all of them together are no more than a site's own networks: else no source is named, but the world. */
export const isNarrow = (ranges: Ranges, family: IpFamily): boolean =>
  ranges.reduce((sum, [from, to]) => sum + to - from + 1n, 0n) <= 1n << BigInt(bitsIn[family] - widestPrefix);
