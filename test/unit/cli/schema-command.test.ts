import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { exitCodes } from "../../../src/cli/exit-codes.ts";
import { runProgram } from "../../../src/cli/program.ts";
import { recordedTerminal } from "../../support/terminal.ts";

it.each(["assessment", "run-diff", "run-history"])("plimsoll schema %s prints the published file", async (name) => {
  const { terminal, printed } = recordedTerminal();
  expect(await runProgram(["schema", name], terminal)).toBe(exitCodes.clean);
  const file = new URL(`../../../src/findings/${name}.schema.json`, import.meta.url);
  expect(`${printed()}\n`).toBe(readFileSync(file, "utf8"));
});

it("plimsoll schema knows no other", async () => {
  const { terminal, talked } = recordedTerminal();
  expect(await runProgram(["schema", "manifest"], terminal)).toBe(exitCodes.usage);
  expect(talked()).toContain("Allowed choices are assessment, run-diff, run-history");
});
