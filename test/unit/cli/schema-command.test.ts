import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { plimsollAt } from "../../support/plimsoll-here.ts";

it.each(["assessment", "run-diff", "run-history"])("plimsoll schema %s prints the published file", async (name) => {
  const { status, printed } = await plimsollAt({}, "schema", name);
  const file = new URL(`../../../src/findings/${name}.schema.json`, import.meta.url);
  expect([status, `${printed}\n`]).toEqual([exitCodes.clean, readFileSync(file, "utf8")]);
});

it("plimsoll schema knows no other", async () => {
  const { status, talked } = await plimsollAt({}, "schema", "manifest");
  expect(status).toBe(exitCodes.usage);
  expect(talked).toContain("Allowed choices are assessment, run-diff, run-history");
});
