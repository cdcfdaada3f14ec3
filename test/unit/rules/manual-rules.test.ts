import { expect, it } from "vitest";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { rulesOf } from "../../../src/rules/rules-of.ts";

const manualOf = (release: keyof typeof releases) =>
  rulesOf(releases[release]).flatMap((rule) => (rule.kind === "manual" ? [rule] : []));

it("a person judges one rule of one release", () => {
  const ids = Object.keys(releases).map((name) => [name, manualOf(name as keyof typeof releases).map(({ id }) => id)]);
  expect(Object.fromEntries(ids)).toEqual({ v1r11: ["V-242415"], v2r4: [], v2r5: [], v2r6: [] });
});

it.each(manualOf("v1r11"))("$id tells what to look at and what to do", ({ expected, check, fix }) => {
  expect(expected.length).toBeGreaterThan(15);
  for (const text of [check, fix]) {
    expect(text.length).toBeGreaterThan(80);
    expect(text).toMatch(/^\S.*[.)]$/);
    expect(text).not.toMatch(/ {2}|\s$|undefined/);
  }
});
