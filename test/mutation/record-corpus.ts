import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, vi } from "vitest";
import type { NodeRule } from "../../src/rules/define-rule.ts";
import { rules } from "../../src/rules/index.ts";
import { type Asked, corpusFolder } from "./corpus.ts";

const folder = process.env[corpusFolder] ?? "";
const asked = new Map<string, Asked>();

const note = (entry: Asked): void => {
  asked.set(createHash("sha256").update(JSON.stringify(entry)).digest("hex"), entry);
};

/** The facts that a rule can see: the corpus stays small. */
const shown = <T extends object>(rule: NodeRule, facts: T): Partial<T> => {
  const named = new Set<string>(["node.role", ...[...rule.literal, ...rule.effective].flatMap(({ needs }) => needs)]);
  return Object.fromEntries(Object.entries(facts).filter(([name]) => named.has(name))) as Partial<T>;
};

vi.mock("../../src/assess/judge.ts", async (original) => {
  const real = await original<typeof import("../../src/assess/judge.ts")>();
  const judgeNode: typeof real.judgeNode = (rule, facts) => {
    // Rules that a test made for itself are not in the index, and cannot be put to a mutant.
    if (rules.includes(rule)) note({ call: "judge", vulnId: rule.vulnId, facts: shown(rule, facts) });
    return real.judgeNode(rule, facts);
  };
  return { ...real, judgeNode };
});

vi.mock("../../src/assess/merge.ts", async (original) => {
  const real = await original<typeof import("../../src/assess/merge.ts")>();
  const mergeNodes: typeof real.mergeNodes = (rule, judged, ...rest) => {
    note({ call: "merge", vulnId: rule.vulnId, roles: rule.roles, judged, rest });
    return real.mergeNodes(rule, judged, ...rest);
  };
  return { ...real, mergeNodes };
});

afterAll(() => {
  if (asked.size === 0) return;
  mkdirSync(folder, { recursive: true });
  const entries = [...asked].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const name = createHash("sha256")
    .update(entries.map(([digest]) => digest).join(""))
    .digest("hex")
    .slice(0, 16);
  writeFileSync(join(folder, `${name}.jsonl`), entries.map(([, entry]) => JSON.stringify(entry)).join("\n"));
});
