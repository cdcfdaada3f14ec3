import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { Rule } from "../../../src/rules/rule.ts";

// Rules that a person judges in this release, or always.
const manual: readonly string[] = [];
const folder = join(import.meta.dirname, "../../../src/rules/stig");
const files = readdirSync(folder).filter((name) => name.endsWith(".ts"));

it.each(manual)("%s is manual and tells what to look at and what to do", async (id) => {
  const named = files.filter((file) => file.startsWith(`${id}-`));
  expect(named).toHaveLength(1);
  const { rule } = (await import(join(folder, named[0] ?? ""))) as { readonly rule: Rule };
  expect(rule).toMatchObject({ kind: "manual", id });
  expect(rule.expected.length).toBeGreaterThan(15);
  for (const text of [rule.check, rule.fix]) {
    expect(text.length).toBeGreaterThan(80);
    expect(text).toMatch(/^\S.*[.)]$/);
    expect(text).not.toMatch(/ {2}|\s$|undefined/);
  }
});

it("no other rule is manual", async () => {
  const rules = await Promise.all(
    files.map(async (file) => (await import(join(folder, file))) as { readonly rule: Rule }),
  );
  expect(rules.flatMap(({ rule }) => (rule.kind === "manual" ? [rule.id] : [])).toSorted()).toEqual(manual.toSorted());
});
