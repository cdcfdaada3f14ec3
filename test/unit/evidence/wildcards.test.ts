import { expect, it } from "vitest";
import { fitsWildcards } from "../../../src/evidence/wildcards.ts";

it.each([
  ["a", "a", true],
  ["a", "ab", false],
  ["a*", "a", true],
  ["*csi*node*", "ebs-csi-node", true],
  ["*csi*node*", "node-csi", false],
  ["a*a", "a", false],
  ["*-a", "b-a", true],
  ["*-a", "b-ab", false],
])("the pattern %s fits %s: %s", (pattern, text, expected) => {
  expect(fitsWildcards(pattern, text)).toBe(expected);
});
