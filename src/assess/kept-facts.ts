import type { ObservedFacts } from "../evidence/node.ts";
import type { Source } from "../evidence/observed.ts";
import { hostFacts } from "../evidence/run.ts";
import { sharing } from "../evidence/sharing.ts";
import { authorizerFacts, type JudgedHost } from "./authorizers.ts";
import type { Digest, Likeness } from "./likeness.ts";

const keptNames = [...new Set([...hostFacts, ...authorizerFacts])];
type KeptName = (typeof keptNames)[number];

/** Something seen whose source may leave out the host: it is the one that is asked about. */
type Said = { readonly source: Partial<Source> };
/** A host's facts by their names. */
type SaidFacts = Readonly<Record<KeptName, Said>>;

const withoutHost =
  (host: string) =>
  (seen: Said): Said => {
    const { host: ofSource, ...source } = seen.source;
    return ofSource === host ? { ...seen, source } : seen;
  };

const withHost =
  (host: string) =>
  (seen: Said): Said => ({ ...seen, source: { host, ...seen.source } });

/** A fact with its source changed, and those of command lines in it: each has its own. */
function withSources(name: KeptName, fact: Said, change: (seen: Said) => Said): Said {
  if (!name.startsWith("process.")) return change(fact);
  const calls = fact as Said & { readonly value?: readonly Said[] };
  return change(calls.value === undefined ? calls : { ...calls, value: calls.value.map(change) });
}

/** Facts of one host, made of what is kept whenever one is asked for. */
class KeptFacts {
  readonly host: string;
  readonly said: SaidFacts;

  constructor(host: string, said: SaidFacts) {
    this.host = host;
    this.said = said;
  }

  static {
    for (const name of keptNames) {
      Object.defineProperty(KeptFacts.prototype, name, {
        get(this: KeptFacts) {
          return withSources(name, this.said[name], withHost(this.host));
        },
      });
    }
  }
}

/** What tells a host's fact apart from those of others, by its name. */
type LikenessByName = (name: KeptName) => Likeness;

/**
 * Keeps of hosts what is asked when all were judged. Facts that say the same of several hosts are kept once, without the
 * hosts' names, by what `digest` makes of them; of others their equal parts.
 */
export function keeping(
  digest: Digest = (text) => text,
): (host: string, facts: ObservedFacts, likeness: LikenessByName) => JudgedHost["facts"] {
  const known = new Map<string, Said>();
  const alike = new Map<KeptName, Map<string, Said>>(keptNames.map((name) => [name, new Map()]));
  const share = sharing();
  const once = (said: Said, text: string): Said => {
    const key = digest(text);
    const found = known.get(key) ?? share(said);
    known.set(key, found);
    return found;
  };
  return (host, facts, likeness) => {
    const inText = JSON.stringify(host);
    const keep = (name: KeptName): Said => {
      const { number, pids } = likeness(name);
      const key = `${number} ${pids}`;
      const found = alike.get(name)?.get(key);
      if (found !== undefined) return found;
      const said = withSources(name, facts[name], withoutHost(host));
      const text = JSON.stringify(said);
      const kept = once(said, text);
      // Where the host's name is left in it, one that is alike has its own there.
      if (!text.includes(inText)) alike.get(name)?.set(key, kept);
      return kept;
    };
    return new KeptFacts(
      host,
      Object.fromEntries(keptNames.map((name) => [name, keep(name)])) as SaidFacts,
    ) as unknown as JudgedHost["facts"];
  };
}
