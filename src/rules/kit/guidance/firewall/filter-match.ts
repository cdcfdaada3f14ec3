import type { FilterCondition } from "../../../../evidence/packet-filter.ts";
import {
  complement,
  everyAddress,
  type IpFamily,
  intersection,
  noAddress,
  type Ranges,
  rangeOf,
  union,
} from "./address-ranges.ts";

/** A TCP connection that somebody else begins to a port of the node: not over loopback, and of no connection that is there. */
export type Knock = { readonly family: IpFamily; readonly port: number };

/** From which sources such a packet may meet the conditions, and from which each one does. */
export type Match = { readonly may: Ranges; readonly must: Ranges };

/** The values of a table's sets, `@name`. */
export type SetValues = ReadonlyMap<string, readonly string[]>;

type Answer = boolean | "perhaps";

const otherProtocols = [
  "udp",
  "udplite",
  "icmp",
  "icmpv6",
  "ipv6-icmp",
  "igmp",
  "sctp",
  "dccp",
  "ah",
  "esp",
  "comp",
  "gre",
];

const isTcp = (value: string): Answer => {
  if (value === "tcp" || value === "6") return true;
  return otherProtocols.includes(value) || /^\d+$/.test(value) ? false : "perhaps";
};

const isPort = (value: string, port: number): Answer => {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(value) ?? [];
  return from === undefined ? "perhaps" : Number(from) <= port && port <= Number(to);
};

/** Whether one of the values is the packet's; one that is not understood may be. */
function isAmong(values: readonly string[], has: (value: string) => Answer): Answer {
  const answers = values.map(has);
  if (answers.includes(true)) return true;
  return answers.includes("perhaps") ? "perhaps" : false;
}

const replies = ["established", "related"];

/** What holds of the packet whatever its source is. */
function ask(kind: string, among: readonly string[], { family, port }: Knock): Answer {
  const own = family === "ip" ? "ipv4" : "ipv6";
  if (kind === "l4proto") return isAmong(among, isTcp);
  if (kind === "tcp dport") return isAmong(among, (value) => isPort(value, port));
  if (kind === "nfproto") {
    return isAmong(among, (value) => (["ipv4", "ipv6"].includes(value) ? value === own : "perhaps"));
  }
  // Names may be patterns (`l*`): only loopback alone is certain.
  if (kind === "iif") return among.length > 0 && among.every((name) => name === "lo") ? false : "perhaps";
  // Who begins a connection may be new, untracked or invalid, but no reply.
  return among.length > 0 && among.every((state) => replies.includes(state)) ? false : "perhaps";
}

function sourcesOf(values: readonly string[], family: IpFamily): Ranges | undefined {
  const each = values.map((value) => rangeOf(value, family));
  return each.some((one) => one === undefined) ? undefined : union(...each.map((one) => one ?? noAddress));
}

function matchOf(condition: FilterCondition, knock: Knock, sets: SetValues): Match {
  const [every, perhaps] = [everyAddress(knock.family), { may: everyAddress(knock.family), must: noAddress }];
  if (condition.kind === "opaque") return perhaps;
  const { kind, not } = condition;
  const named = condition.among.map((value) => (value.startsWith("@") ? sets.get(value) : [value]));
  if (named.includes(undefined)) return perhaps;
  const among = named.flatMap((values) => values ?? []);
  if (kind === "ip saddr" || kind === "ip6 saddr") {
    if (kind !== `${knock.family} saddr`) return { may: noAddress, must: noAddress };
    const sources = sourcesOf(among, knock.family);
    if (sources === undefined) return perhaps;
    const matched = not ? complement(sources, knock.family) : sources;
    return { may: matched, must: matched };
  }
  const answer = ask(kind, among, knock);
  if (answer === "perhaps") return perhaps;
  const sources = answer === not ? noAddress : every;
  return { may: sources, must: sources };
}

/** From which sources the packet meets all conditions. */
export function matchAll(conditions: readonly FilterCondition[], knock: Knock, sets: SetValues): Match {
  const every = everyAddress(knock.family);
  return conditions
    .map((condition) => matchOf(condition, knock, sets))
    .reduce((all, one) => ({ may: intersection(all.may, one.may), must: intersection(all.must, one.must) }), {
      may: every,
      must: every,
    });
}
