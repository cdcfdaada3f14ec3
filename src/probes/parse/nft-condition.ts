import { z } from "zod";
import type { FilterCondition, FilterSubject } from "../../evidence/packet-filter.ts";

/** The values of named sets by `@name`; sets that packets may change, or that are not understood, are left out. */
export type NamedSets = ReadonlyMap<string, readonly string[]>;

// Strict: a key that is not expected (`tunnel`, `dir`) makes it something else.
const subjectSchema = z.union([
  z.strictObject({ payload: z.strictObject({ protocol: z.string(), field: z.string() }) }),
  z.strictObject({ meta: z.strictObject({ key: z.string() }) }),
  z.strictObject({ ct: z.strictObject({ key: z.string() }) }),
]);

/** What nft compares: by which kind of condition, and what it asks for besides, whatever the values. */
type Subject = {
  readonly words: string;
  readonly kind?: FilterSubject | "ip6 nexthdr";
  readonly implied: readonly FilterCondition[];
};

const is = (kind: FilterSubject, value: string): FilterCondition => ({ kind, not: false, among: [value] });

/** Subjects that stand for a kind of condition, and what nft needs to be true before it looks there. */
const subjects = new Map<string, Omit<Subject, "words">>([
  ["ip saddr", { kind: "ip saddr", implied: [is("nfproto", "ipv4")] }],
  ["ip6 saddr", { kind: "ip6 saddr", implied: [is("nfproto", "ipv6")] }],
  ["ip protocol", { kind: "l4proto", implied: [is("nfproto", "ipv4")] }],
  ["ip6 nexthdr", { kind: "ip6 nexthdr", implied: [is("nfproto", "ipv6")] }],
  ["tcp dport", { kind: "tcp dport", implied: [is("l4proto", "tcp")] }],
  ["th dport", { kind: "tcp dport", implied: [] }],
  ["meta l4proto", { kind: "l4proto", implied: [] }],
  ["meta nfproto", { kind: "nfproto", implied: [] }],
  ["meta iif", { kind: "iif", implied: [] }],
  ["meta iifname", { kind: "iif", implied: [] }],
  ["ct state", { kind: "ct state", implied: [] }],
]);

/** Any other field of a header asks for that header. */
const impliedByHeader = new Map<string, readonly FilterCondition[]>([
  ["ip", [is("nfproto", "ipv4")]],
  ["ip6", [is("nfproto", "ipv6")]],
  ...["tcp", "udp", "udplite", "sctp", "dccp", "icmp", "icmpv6", "igmp"].map(
    (header) => [header, [is("l4proto", header)]] as const,
  ),
]);

// What follows IPv6's own header directly may also be an extension of it, with TCP behind that.
const neverBeforeTcp = ["udp", "icmp", "icmpv6", "ipv6-icmp", "sctp", "dccp", "udplite", "igmp"];

function subjectOf(left: unknown): Subject {
  const read = subjectSchema.safeParse(left);
  if (!read.success) {
    const [first = "expression"] = typeof left === "object" && left !== null ? Object.keys(left) : [];
    return { words: first, implied: [] };
  }
  const { data } = read;
  if ("payload" in data) {
    const { protocol, field } = data.payload;
    const words = `${protocol} ${field}`;
    return { words, ...(subjects.get(words) ?? { implied: impliedByHeader.get(protocol) ?? [] }) };
  }
  const words = "meta" in data ? `meta ${data.meta.key}` : `ct ${data.ct.key}`;
  return { words, ...(subjects.get(words) ?? { implied: [] }) };
}

const element = z.strictObject({ elem: z.looseObject({ val: z.unknown() }) });
const prefix = z.strictObject({ prefix: z.strictObject({ addr: z.string(), len: z.number() }) });
const scalar = z.union([z.string(), z.number()]);
const range = z.strictObject({ range: z.tuple([scalar, scalar]) });
const set = z.strictObject({ set: z.array(z.unknown()) });

/** Values as words; undefined where one of them is not understood: `*` is every value that is not named. */
export function valuesOf(right: unknown, sets: NamedSets = new Map()): readonly string[] | undefined {
  if (typeof right === "number") return [String(right)];
  if (right === "*") return undefined;
  if (typeof right === "string") return right.startsWith("@") && !sets.has(right) ? undefined : [right];
  if (Array.isArray(right)) return allOf(right);
  const as = { element: element.safeParse(right), prefix: prefix.safeParse(right), range: range.safeParse(right) };
  if (as.element.success) return valuesOf(as.element.data.elem.val);
  if (as.prefix.success) return [`${as.prefix.data.prefix.addr}/${as.prefix.data.prefix.len}`];
  if (as.range.success) return [as.range.data.range.join("-")];
  const asSet = set.safeParse(right);
  return asSet.success ? allOf(asSet.data.set) : undefined;
}

function allOf(values: readonly unknown[]): readonly string[] | undefined {
  const each = values.map((value) => valuesOf(value));
  return each.some((one) => one === undefined) ? undefined : each.flatMap((one) => one ?? []);
}

/** Whether the operator asks for one of the values, or for none; undefined for others. */
function negation(op: string, kind: string): boolean | undefined {
  if (op === "!=") return true;
  // `in` compares bits: of states, which are one bit each, that is the same.
  return op === "==" || (op === "in" && kind === "ct state") ? false : undefined;
}

/** What a match of nft asks of a packet: conditions that all have to hold. */
export function conditionsOf(left: unknown, op: string, right: unknown, sets: NamedSets): readonly FilterCondition[] {
  const { words, kind, implied } = subjectOf(left);
  const among = valuesOf(right, sets);
  const not = negation(op, kind ?? "");
  const opaque: FilterCondition = { kind: "opaque", what: words };
  if (kind === undefined || among === undefined || not === undefined) return [...implied, opaque];
  if (kind !== "ip6 nexthdr") return [...implied, { kind, not, among }];
  const isPlain = !not && among.every((value) => neverBeforeTcp.includes(value));
  return [...implied, isPlain ? { kind: "l4proto", not, among } : opaque];
}
