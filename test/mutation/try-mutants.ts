import { join } from "node:path";
import { statuses } from "../../src/findings/verdict.ts";
import type { NodeRule } from "../../src/rules/define-rule.ts";
import type { Rule } from "../../src/rules/rule.ts";
import {
  type Asked,
  askedFunctions,
  type Statuses,
  statusesOfCluster,
  statusesOfNode,
  statusesOfNodeFacts,
} from "./corpus.ts";
import type { Mutant } from "./mutate-source.ts";
import type { Judging, MutatedProgram } from "./mutated-program.ts";
import { namesOf } from "./names-of-rules.ts";

/**
 * What became of a mutant: `noticed` where a status changed, `silent` where none did, `unreached` where no question runs
 * through its place.
 */
export type Fate = "noticed" | "silent" | "unreached";
/** A mutant that no test notices, and a question on which it is more lenient than the rules are. */
export type Gap = { readonly mutant: Mutant; readonly was: string; readonly now: string; readonly asked: Asked };
export type Tried = { readonly mutant: Mutant; readonly fate: Fate };

/** A rule as far as a call looks at it, where the whole of it is not needed. */
const ruleAbout = ({ rule, about }: Asked): NodeRule =>
  ({ vulnId: rule, roles: about?.roles, literal: [{ needs: about?.facts }], effective: [] }) as unknown as NodeRule;

type Answering = { readonly judging: Judging; readonly rules: ReadonlyMap<string, Rule> };

const answering = (judging: Judging): Answering => {
  const named = namesOf(judging.rules, judging.rulesOf({ version: "1", release: "11" }));
  return { judging, rules: new Map([...named].map(([rule, name]) => [name, rule as Rule])) };
};

function answerOf({ judging, rules }: Answering, asked: Asked): Statuses {
  const [first, second, ...rest] = asked.given as [never, never, never, never];
  if (asked.call === "conclude") return statusesOfNodeFacts(judging.concludeFacts(first, second, ...rest));
  if (asked.call === "merge") return statusesOfCluster(judging.mergeNodes(ruleAbout(asked), first, second));
  if (asked.call === "read") return statusesOfNode(judging.asRead(ruleAbout(asked), first, second));
  return statusesOfNode(judging.judgeNode(rules.get(asked.rule) as NodeRule, first));
}

/** What a call gives; a mutant that throws is noticed. */
function answer(program: Answering, asked: Asked): Statuses {
  try {
    return answerOf(program, asked);
  } catch {
    return "thrown";
  }
}

/** The answers without a mutant, and which questions run through each mutant's place. */
type Reach = {
  readonly before: readonly string[];
  readonly through: (mutant: Mutant) => readonly number[];
};

function ruleOf(file: string): string | undefined {
  const [, folder, vulnId] = /\/(stig|stig-v1r11)\/(V-\d+)/.exec(file) ?? [];
  return folder === "stig-v1r11" ? `${vulnId} by V1R11` : vulnId;
}

function reach(program: MutatedProgram, corpus: readonly Asked[]): Reach {
  const byId = new Map<number, number[]>();
  const byRule = new Map<string, number[]>();
  const loadedFor = new Map<number, Set<string>>();
  let current: number | undefined;
  const started = program.start((id, loading) => {
    if (current === undefined) loadedFor.set(id, (loadedFor.get(id) ?? new Set()).add(loading ?? ""));
    else if (byId.get(id)?.at(-1) !== current) byId.set(id, [...(byId.get(id) ?? []), current]);
    return false;
  });
  const original = answering(started);
  const before = corpus.map((asked, index) => {
    current = index;
    byRule.set(asked.rule, [...(byRule.get(asked.rule) ?? []), index]);
    return answer(original, asked);
  });
  /** Questions that what is made while a file is loaded can concern: by the rules and the calls that import it. */
  const concerning = (file: string): readonly number[] => {
    const importers = program.importers(file);
    const calls = askedFunctions.filter((one) => importers.has(join(program.root, one.file))).map(({ call }) => call);
    const ofCalls = corpus.flatMap((asked, index) => (calls.some((call) => call === asked.call) ? [index] : []));
    return [...ofCalls, ...[...importers].flatMap((importer) => byRule.get(ruleOf(importer) ?? "none") ?? [])];
  };
  const through = ({ id }: Mutant): readonly number[] => {
    const atLoad = [...(loadedFor.get(id) ?? [])].flatMap((file) => {
      const rule = ruleOf(file);
      return rule === undefined ? concerning(file) : (byRule.get(rule) ?? []);
    });
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
  let mutated: Answering;
  try {
    mutated = answering(program.start((other) => other === id));
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
    const mutated = answering(program.start((id) => id === mutant.id));
    for (const index of through(mutant)) {
      const was = before[index] as string;
      const asked = questions[index] as Asked;
      const now = was === "thrown" ? was : answer(mutated, asked);
      if (now !== was && now !== "thrown" && isMoreLenient(was, now)) return [{ mutant, was, now, asked }];
    }
    return [];
  });
}
