import fc from "fast-check";
import { expect, it } from "vitest";
import { sharing } from "../../../src/evidence/sharing.ts";

it("changes nothing that can be read", () => {
  const share = sharing();
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.stringify(share(value))).toBe(JSON.stringify(value));
    }),
  );
});

it("keeps equal parts once, and others apart", () => {
  const share = sharing();
  const pod = (name: string, image: string) => ({ name, labels: { app: "a" }, containers: [{ name: "c", image }] });
  const [one, two, other] = [share(pod("1", "x")), share(pod("2", "x")), share(pod("3", "y"))];
  expect(one.containers).toBe(two.containers);
  expect(one.labels).toBe(other.labels);
  expect(other.containers).toEqual([{ name: "c", image: "y" }]);
  expect(one).not.toBe(two);
});

it.each([
  [[1], ["1"]],
  [[null], ["null"]],
  [[], {}],
  [["a"], { 0: "a" }],
  [{ a: "b" }, { b: "a" }],
  [[true], ["true"]],
])("does not take %j for %j", (one, other) => {
  const share = sharing();
  expect([share({ part: one }), share({ part: other })]).toEqual([{ part: one }, { part: other }]);
});
