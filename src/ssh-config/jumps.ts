import { isAddress } from "../inventory/addresses.ts";
import type { ConfiguredJump } from "../inventory/ssh-config.ts";
import type { Question, Taken } from "./taken.ts";

/** What a file says of one bastion. */
export type Hop = { readonly taken: Taken; readonly jump: ConfiguredJump };

/** The file, and how it is asked about a bastion. */
export type Bastions = {
  readonly file: string;
  readonly ask: (question: Question) => Promise<Hop | { readonly refusal: string }>;
};

/** Those bastions, or the sentence that says why they are not known. */
export type Jumps = { readonly jumps: readonly ConfiguredJump[] } | { readonly refusal: string };

/** Ways longer than this are a circle that names do not show. */
const longest = 16;

/**
 * The bastions on the way to a host, nearest first. As ssh goes it: the first bastion that ProxyJump names may have one
 * before it, the others are reached from that one.
 */
export async function jumpsOf(taken: Taken, bastions: Bastions, passed: readonly string[]): Promise<Jumps> {
  const { proxyJump } = taken;
  if (proxyJump === undefined) return { jumps: [] };
  const hops = proxyJump.split(",").map(parseHop);
  const jumps: ConfiguredJump[] = [];
  for (const [index, question] of hops.entries()) {
    if (question === undefined) return { refusal: `${bastions.file}: "ProxyJump ${proxyJump}" names no host` };
    if (passed.includes(question.name) || passed.length >= longest) {
      return { refusal: `${bastions.file}: ProxyJump leads in a circle: ${[...passed, question.name].join(", ")}` };
    }
    const hop = await bastions.ask(question);
    if ("refusal" in hop) return hop;
    if (index === 0) {
      const before = await wayTo(question, hop, bastions, passed);
      if ("refusal" in before) return before;
      jumps.push(...before.jumps);
    }
    jumps.push(hop.jump);
  }
  return { jumps };
}

function wayTo(question: Question, { taken }: Hop, bastions: Bastions, passed: readonly string[]): Promise<Jumps> {
  if (taken.proxyCommand !== undefined) {
    const refusal = `${bastions.file}: the bastion "${question.name}" is reached by a ProxyCommand, which plimsoll does not run`;
    return Promise.resolve({ refusal });
  }
  return jumpsOf(taken, bastions, [...passed, question.name]);
}

/** `[user@]host[:port]`; undefined where it is none. */
function parseHop(text: string): Question | undefined {
  const [, user, bracketed, bare, port] =
    /^(?:(.+)@)?(?:\[([^\]]+)\]|([^:@[\]]+|[^@[\]]*:[^@[\]]*:[^@[\]]*))(?::(\d+))?$/.exec(text.trim()) ?? [];
  const name = bracketed ?? bare;
  if (name === undefined || !isAddress(name)) return undefined;
  return { name, ...(user === undefined ? {} : { user }), ...(port === undefined ? {} : { port: Number(port) }) };
}
