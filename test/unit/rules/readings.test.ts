import { describe, expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { notReviewed } from "../../../src/findings/verdict.ts";
import { condition, defineNodeRule, saying } from "../../../src/rules/define-rule.ts";
import { guidanceChecks } from "../../../src/rules/guidance-index.ts";
import { rules } from "../../../src/rules/index.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";

const all = [...new Set([...rules, ...rulesOf(releases.v1r11), ...guidanceChecks])];

describe.each(all.flatMap((rule) => (rule.kind === "node" ? [rule] : [])))("$id", (rule) => {
  it("says what passes by each reading, and says the same only where the same is asked", () => {
    const { literal, effective } = rule.readings;
    expect(literal).not.toBe("");
    expect(effective === literal).toBe(rule.effective === rule.literal);
  });

  it("says by full sentences what depends on the release", () => {
    for (const sentence of rule.errata) expect(sentence).toMatch(/^[A-Z0-9-].*\.$/);
  });
});

describe("the words of a reading", () => {
  const nothing = condition([], () => notReviewed("x"));
  const texts = { id: "V-1", roles: ["worker"], expected: "all well", check: "", fix: "" } as const;

  it("are its conditions', each once", () => {
    const literal = [saying("a", nothing), saying("b", nothing), saying("a", nothing)];
    expect(defineNodeRule({ ...texts, literal }).readings).toEqual({ literal: "a; b", effective: "a; b" });
  });

  it("are what is expected, where a condition has none, or what the rule gives", () => {
    const literal = [saying("a", nothing), nothing];
    expect(defineNodeRule({ ...texts, literal }).readings.literal).toBe("all well");
    expect(defineNodeRule({ ...texts, literal, readings: { literal: "c" } }).readings.literal).toBe("c");
  });
});
