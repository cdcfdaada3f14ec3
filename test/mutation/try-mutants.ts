import { join } from "node:path";
import { releases } from "../../src/benchmark/kubernetes-stig/releases.ts";
import { statuses } from "../../src/findings/verdict.ts";
import type { ClusterRule } from "../../src/rules/define-cluster-rule.ts";
import type { NodeRule } from "../../src/rules/define-rule.ts";
import type { Rule } from "../../src/rules/rule.ts";
import {
  type Asked,
  askedFunctions,
  type Statuses,
  statusesMerged,
  statusesOf,
  statusesOfHosts,
  statusesOfNodeFacts,
} from "./corpus.ts";
import type { Mutant } from "./mutate-source.ts";
import { type Judging, type MutatedProgram, rest } from "./mutated-program.ts";
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
  ({ id: rule, roles: about?.roles, literal: [{ needs: about?.facts }], effective: [] }) as unknown as NodeRule;

type Answering = { readonly judging: Judging; readonly rules: ReadonlyMap<string, Rule> };

const answering = (judging: Judging): Answering => {
  const named = namesOf(judging.rules, judging.rulesOf(releases.v1r11));
  return { judging, rules: new Map([...named].map(([rule, name]) => [name, rule as Rule])) };
};

function answerOf({ judging, rules }: Answering, asked: Asked): Statuses {
  const [first, second, ...rest] = asked.given as [never, never, never, never];
  if (asked.call === "conclude") return statusesOfNodeFacts(judging.concludeFacts(first, second, ...rest));
  if (asked.call === "hosts") return statusesOfHosts(judging.etcdHosts(first, second));
  if (asked.call === "merge") return statusesMerged(judging.mergeNodes(ruleAbout(asked), first, second));
  if (asked.call === "read") return statusesOf(judging.asRead(ruleAbout(asked), first, second));
  if (asked.call === "cluster") return statusesOf(judging.judgeCluster(rules.get(asked.rule) as ClusterRule, first));
  return statusesOf(judging.judgeNode(rules.get(asked.rule) as NodeRule, first));
}

/** What a call gives; a mutant that throws is noticed. */
function answer(program: Answering, asked: Asked): Statuses {
  rest();
  try {
    return answerOf(program, asked);
  } catch {
    return "thrown";
  }
}

/** The answers without a mutant, which questions run through each mutant's place, and the program with one awake. */
type Reach = {
  readonly before: readonly string[];
  readonly through: (mutant: Mutant) => readonly number[];
  /** What answers with a mutant awake, until another is woken; throws where nothing can be loaded with it. */
  readonly waking: (mutant: Mutant) => Answering;
};

function ruleOf(file: string): string | undefined {
  const [, folder, id] = /\/(stig|stig-v1r11)\/(V-\d+)/.exec(file) ?? [];
  return folder === "stig-v1r11" ? `${id} by V1R11` : id;
}

/** Asks everything of the program without a mutant; which questions run through a place is noted of `wanted` only. */
function reach(program: MutatedProgram, corpus: readonly Asked[], wanted: readonly Mutant[]): Reach {
  const byId: (number[] | undefined)[] = [];
  for (const { id } of wanted) byId[id] = [];
  const byRule = new Map(corpus.map(({ rule }) => [rule, [] as number[]]));
  for (const [index, { rule }] of corpus.entries()) byRule.get(rule)?.push(index);
  const loadedFor = new Map<number, Set<string>>();
  let current: number | undefined;
  const noting = answering(
    program.noting((id, loading) => {
      if (current === undefined) loadedFor.set(id, (loadedFor.get(id) ?? new Set()).add(loading ?? ""));
      else if (byId[id] !== undefined && byId[id].at(-1) !== current) byId[id].push(current);
    }),
  );
  const before = corpus.map((asked, index) => {
    current = index;
    return answer(noting, asked);
  });
  // One program for all whose place is not run through while it is loaded: what was compiled for one is fast for the next.
  const awake = { id: -1 };
  const shared = answering(program.waking(awake));
  const waking = ({ id }: Mutant): Answering => {
    if (loadedFor.has(id)) return answering(program.waking({ id }));
    awake.id = id;
    return shared;
  };
  /** Questions that what is made while a file is loaded can concern: by the rules and the calls that import it. */
  const concerned = new Map<string, readonly number[]>();
  const concerning = (file: string): readonly number[] => {
    const known = concerned.get(file);
    if (known !== undefined) return known;
    const importers = program.importers(file);
    const calls = askedFunctions.filter((one) => importers.has(join(program.root, one.file))).map(({ call }) => call);
    const ofCalls = corpus.flatMap((asked, index) => (calls.some((call) => call === asked.call) ? [index] : []));
    const ofRules = [...importers].flatMap((importer) => byRule.get(ruleOf(importer) ?? "none") ?? []);
    concerned.set(file, [...ofCalls, ...ofRules]);
    return [...ofCalls, ...ofRules];
  };
  const through = ({ id }: Mutant): readonly number[] => {
    const atLoad = [...(loadedFor.get(id) ?? [])].flatMap((file) => {
      const rule = ruleOf(file);
      return rule === undefined ? concerning(file) : (byRule.get(rule) ?? []);
    });
    return [...new Set([...atLoad, ...(byId[id] ?? [])])];
  };
  return { before, through, waking };
}

/** Puts the corpus to every mutant; only the questions that run through a mutant's place are asked of it. */
export function tryMutants(program: MutatedProgram, corpus: readonly Asked[]): readonly Tried[] {
  const reached = reach(program, corpus, program.mutants);
  return program.mutants.map((mutant): Tried => ({ mutant, fate: fateOf(reached, corpus, mutant) }));
}

function fateOf({ before, through, waking }: Reach, corpus: readonly Asked[], mutant: Mutant): Fate {
  const questions = through(mutant);
  if (questions.length === 0) return "unreached";
  let mutated: Answering;
  try {
    mutated = waking(mutant);
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

/** Of so many questions at most a survivor is asked, spread over all that run through its place. */
const askedEach = 1200;

const spread = (questions: readonly number[]): readonly number[] => {
  const step = Math.max(1, questions.length / askedEach);
  return Array.from(
    { length: Math.floor(questions.length / step) },
    (_, index) => questions[Math.floor(index * step)] ?? 0,
  );
};

/** Of mutants that the corpus does not notice, those that are more lenient on some changed question. */
export function findGaps(
  program: MutatedProgram,
  survivors: readonly Mutant[],
  questions: readonly Asked[],
): readonly Gap[] {
  const { before, through, waking } = reach(program, questions, survivors);
  return survivors.flatMap((mutant): readonly Gap[] => {
    const mutated = waking(mutant);
    for (const index of spread(through(mutant))) {
      const was = before[index] as string;
      const asked = questions[index] as Asked;
      const now = was === "thrown" ? was : answer(mutated, asked);
      if (now !== was && now !== "thrown" && isMoreLenient(was, now)) return [{ mutant, was, now, asked }];
    }
    return [];
  });
}
