import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type ClusterRule, clusterFactsOf } from "../../src/rules/define-cluster-rule.ts";
import { factsOf, type NodeRule } from "../../src/rules/define-rule.ts";
import { type Asked, corpusFolder, noteName } from "./corpus.ts";
import { namesOfRules } from "./names-of-rules.ts";

const folder = process.env[corpusFolder] ?? "";
const asked = new Map<string, Asked>();

const only = (facts: object, names: readonly string[]): object =>
  Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)));

/** What says what a node is and whose etcd it has: all else of its evidence would only make the corpus larger. */
const decidesRole = /^(manifest\.|process\.|node\.layout$|content\.etcd-config$)/;
type Evidence = { readonly facts: object };
const short = <E extends Evidence>(evidence: E): E => ({
  ...evidence,
  facts: only(
    evidence.facts,
    Object.keys(evidence.facts).filter((name) => decidesRole.test(name)),
  ),
});

/** Verdicts without what they say to people, which decides nothing: the same statuses are one question. */
const withoutWords = (given: readonly unknown[]): readonly unknown[] =>
  JSON.parse(JSON.stringify(given), (key, value: unknown) => {
    if (key === "seen") return [];
    return key === "reason" || key === "target" ? "" : value;
  }) as readonly unknown[];

/** The question of one call; undefined where a test asks after a rule that it made for itself. */
function questionOf(call: Asked["call"], given: readonly unknown[]): Asked | undefined {
  if (call === "conclude") {
    const [evidence, cluster, site, run] = given as [Evidence, unknown, unknown, Iterable<Evidence> | undefined];
    return {
      call,
      rule: "",
      given: [short(evidence), cluster, site, ...(run === undefined ? [] : [Array.from(run, short)])],
    };
  }
  if (call === "hosts") {
    const [run, nodes] = given as [Iterable<Evidence>, unknown];
    return { call, rule: "", given: [Array.from(run, short), nodes] };
  }
  if (call === "cluster") {
    const [rule, facts] = given as [ClusterRule, object];
    const name = namesOfRules.get(rule);
    return name === undefined ? undefined : { call, rule: name, given: [only(facts, clusterFactsOf(rule))] };
  }
  const [rule, ...rest] = given as [NodeRule, ...unknown[]];
  const name = namesOfRules.get(rule);
  if (call !== "judge") {
    return { call, rule: name ?? "", about: { roles: rule.roles, facts: factsOf(rule) }, given: withoutWords(rest) };
  }
  return name === undefined
    ? undefined
    : { call, rule: name, given: [only(rest[0] as object, ["node.role", ...factsOf(rule)])] };
}

Object.assign(globalThis, {
  [noteName](call: Asked["call"], given: readonly unknown[]) {
    const question = questionOf(call, given);
    if (question !== undefined) asked.set(JSON.stringify(question), question);
  },
});

afterAll(() => {
  if (asked.size === 0) return;
  mkdirSync(folder, { recursive: true });
  const lines = [...asked.keys()].toSorted();
  const digest = createHash("sha256").update(lines.join("\n")).digest("hex").slice(0, 16);
  writeFileSync(join(folder, `${digest}.jsonl`), lines.join("\n"));
});
