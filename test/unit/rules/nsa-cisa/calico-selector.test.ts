import { expect, it } from "vitest";
import { meansByExpression } from "../../../../src/rules/kit/guidance/network/calico-selector.ts";

const labels = (key: string): string | null | undefined =>
  new Map([
    ["app", "web"],
    ["tier", null],
  ] as const).get(key as "app");

it.each<readonly [string, boolean | undefined | "odd"]>([
  ["all()", true],
  ["all ( )", true],
  ["global()", false],
  ["has(app)", true],
  ["has(tier)", false],
  ["has(zone)", undefined],
  ["!has(app)", false],
  ["! has(zone)", undefined],
  ['app == "web"', true],
  ["app == 'db'", false],
  ["app=='web'", true],
  ["app != 'web'", false],
  ["tier == 'a'", false],
  ["tier != 'a'", true],
  ["zone == 'a'", undefined],
  ["app in {'db', \"web\"}", true],
  ["app not in {'db'}", true],
  ["tier not in {'db'}", true],
  ["tier in {}", false],
  ["app contains 'e'", true],
  ["app starts with 'w'", true],
  ["app ends with 'w'", false],
  ["zone == 'a' && app == 'db'", false],
  ["zone == 'a' && app == 'web'", undefined],
  ["zone == 'a' || app == 'web'", true],
  ["app == 'db' || app == 'web' && has(tier)", false],
  ["(app == 'db' || app == 'web') && !has(tier)", true],
  ["!(app == 'db')", true],
  ["constructor == 'a'", undefined],
  ["", "odd"],
  ["app", "odd"],
  ["app == web", "odd"],
  ["app === 'web'", "odd"],
  ["app == 'web", "odd"],
  ["app == 'web' app == 'db'", "odd"],
  ["(all()", "odd"],
  ["all() &&", "odd"],
  ["app in {'a' 'b'}", "odd"],
  ["app starts 'w'", "odd"],
  ["&& app == 'web'", "odd"],
  ["app ~= 'web'", "odd"],
])("%s: %s", (expression, expected) => {
  expect(meansByExpression(expression, labels)).toBe(expected);
});
