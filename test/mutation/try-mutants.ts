import type { ClusterKnown } from "../../src/assess/merge.ts";
import type { ObservedFacts } from "../../src/evidence/node.ts";
import { statuses } from "../../src/findings/verdict.ts";
import type { NodeRule } from "../../src/rules/define-rule.ts";
import { type Asked, statusesOf } from "./corpus.ts";
import type { Mutant } from "./mutate-source.ts";
import type { Judging, MutatedProgram } from "./mutated-program.ts";

/**
 * What became of a mutant: `noticed` where a status changed, `silent` where none did, `unreached` where no question runs
 * through its place.
 */
export type Fate = "noticed" | "silent" | "unreached";
/** A mutant that no test notices, and a question on which it is more lenient than the rules are. */
export type Gap = { readonly mutant: Mutant; readonly was: string; readonly now: string; readonly asked: Asked };
export type Tried = { readonly mutant: Mutant; readonly fate: Fate };

/** What a call gives; a mutant that throws is noticed. */
function answer({ judgeNode, mergeNodes, rules }: Judging, asked: Asked): string {
  try {
    const given =
      asked.call === "merge"
        ? mergeNodes(
            { vulnId: asked.vulnId, roles: asked.roles } as NodeRule,
            asked.judged,
            ...(asked.rest as [ClusterKnown]),
          )
        : judgeNode(rules.find(({ vulnId }) => vulnId === asked.vulnId) as NodeRule, asked.facts as ObservedFacts);
    return statusesOf(given);
  } catch {
    return "thrown";
  }
}

/** The answers without a mutant, and which questions run through each mutant's place. */
type Reach = {
  readonly before: readonly string[];
  readonly through: (mutant: Mutant) => readonly number[];
};

const vulnIdOf = (file: string): string | undefined => /\/stig\/(V-\d+)/.exec(file)?.[1];

function reach(program: MutatedProgram, corpus: readonly Asked[]): Reach {
  const byId = new Map<number, number[]>();
  const byRule = new Map<string, number[]>();
  const loadedFor = new Map<number, Set<string | undefined>>();
  let current: number | undefined;
  const original = program.start((id, loading) => {
    if (current === undefined) {
      const rule = loading === undefined ? undefined : vulnIdOf(loading);
      loadedFor.set(id, (loadedFor.get(id) ?? new Set()).add(rule));
    } else if (byId.get(id)?.at(-1) !== current) byId.set(id, [...(byId.get(id) ?? []), current]);
    return false;
  });
  const before = corpus.map((asked, index) => {
    current = index;
    byRule.set(asked.vulnId, [...(byRule.get(asked.vulnId) ?? []), index]);
    return answer(original, asked);
  });
  const everything = corpus.map((_, index) => index);
  const through = ({ id }: Mutant): readonly number[] => {
    const rules = loadedFor.get(id);
    if (rules?.has(undefined)) return everything;
    const atLoad = [...(rules ?? [])].flatMap((rule) => byRule.get(rule as string) ?? []);
    return [...new Set([...atLoad, ...(byId.get(id) ?? [])])];
  };
  return { before, through };
}

/** Puts the corpus to every mutant; only the questions that run through a mutant's place are asked of it. */
export function tryMutants(program: MutatedProgram, corpus: readonly Asked[]): readonly Tried[] {
  const { before, through } = reach(program, corpus);
  return program.mutants.map((mutant): Tried => {
    const questions = through(mutant);
    if (questions.length === 0) return { mutant, fate: "unreached" };
    return { mutant, fate: fateOf(program, corpus, before, questions, mutant) };
  });
}

function fateOf(
  program: MutatedProgram,
  corpus: readonly Asked[],
  before: readonly string[],
  questions: readonly number[],
  { id }: Mutant,
): Fate {
  let mutated: Judging;
  try {
    mutated = program.start((other) => other === id);
  } catch {
    return "noticed";
  }
  const changed = questions.some((index) => answer(mutated, corpus[index] as Asked) !== before[index]);
  return changed ? "noticed" : "silent";
}

const leniency = new Map([...statuses].map((status, index) => [status as string, index < 2 ? index : 2]));

/** Whether a finding became less, or what was not reviewed a pass: in either reading. */
const isMoreLenient = (was: string, now: string): boolean => {
  const [before, after] = [was, now].map((text) => text.split(" ").map((status) => leniency.get(status) ?? 0));
  return after?.some((rank, reading) => rank > (before?.[reading] ?? 0)) === true;
};

/** Of mutants that the corpus does not notice, those that are more lenient on some changed question. */
export function findGaps(
  program: MutatedProgram,
  survivors: readonly Mutant[],
  questions: readonly Asked[],
): readonly Gap[] {
  const { before, through } = reach(program, questions);
  return survivors.flatMap((mutant): readonly Gap[] => {
    const mutated = program.start((id) => id === mutant.id);
    for (const index of through(mutant)) {
      const was = before[index] as string;
      const asked = questions[index] as Asked;
      const now = was === "thrown" ? was : answer(mutated, asked);
      if (now !== was && now !== "thrown" && isMoreLenient(was, now)) return [{ mutant, was, now, asked }];
    }
    return [];
  });
}
