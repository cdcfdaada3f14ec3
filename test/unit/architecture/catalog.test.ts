import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { rules } from "../../../src/rules/index.ts";
import type { Rule } from "../../../src/rules/rule.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";

const root = join(import.meta.dirname, "../../..");
const ruleFolder = join(root, "src/rules/stig");
const testFolder = join(root, "test/unit/rules");
const files = readdirSync(ruleFolder).filter((name) => name.endsWith(".ts"));
const earlierFolder = join(root, "src/rules/stig-v1r11");
const earlierFiles = readdirSync(earlierFolder).filter((name) => name.endsWith(".ts"));

/** The Vuln ID that a file name begins with. */
const idOf = (file: string): string | undefined => /^V-\d{6}(?=-)/.exec(file)?.[0];

/** How often each Vuln ID is among these. */
const counted = (ids: readonly (string | undefined)[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...new Set(ids)].map((id) => [String(id), ids.filter((other) => other === id).length]));

const required = [
  ...new Set(Object.values(releases).flatMap(({ requirements }) => requirements.map(({ id }) => id))),
].toSorted();
const eachOnce = Object.fromEntries(required.map((id) => [id, 1]));

describe("the catalog", () => {
  it("has one rule file for every requirement of every release, and no other", () => {
    expect(counted(files.map(idOf))).toEqual(eachOnce);
  });

  it("has every rule in its index", () => {
    expect(counted(rules.map(({ id }) => id))).toEqual(eachOnce);
  });

  it("has every requirement named by a test", () => {
    const tests = readdirSync(testFolder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.endsWith(".ts"))
      .map((path) => `${path}\n${readFileSync(join(testFolder, path), "utf8")}`);
    expect(required.filter((id) => !tests.some((text) => text.includes(id)))).toEqual([]);
  });

  it.each(files)("%s holds the rule that its name says", async (file) => {
    const { rule } = (await import(join(ruleFolder, file))) as { readonly rule: Rule };
    expect(rule.id).toBe(idOf(file));
    expect(rules).toContain(rule);
  });

  it.each(earlierFiles)("%s holds the rule that its name says, for V1R11 only", async (file) => {
    const { rule } = (await import(join(earlierFolder, file))) as { readonly rule: Rule };
    expect(rule.id).toBe(idOf(file));
    expect(rulesOf(releases.v1r11)).toContain(rule);
    expect(rules).not.toContain(rule);
  });
});
