import { ownText } from "../../own-files.ts";
import { exitCodes } from "../exit-codes.ts";
import { type JsonFlag, printResult } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";

const files = {
  assessment: "src/findings/assessment.schema.json",
  "run-diff": "src/findings/run-diff.schema.json",
  "run-history": "src/findings/run-history.schema.json",
} as const;

/** What there is a schema of. */
export type SchemaName = keyof typeof files;

/** Prints a published schema as it is, which is JSON whatever is wanted; returns the exit status. */
export function printSchema(name: SchemaName, flags: JsonFlag, terminal: Terminal): number {
  const text = () => [ownText(files[name])];
  printResult(flags, { text, json: text }, terminal);
  return exitCodes.clean;
}
