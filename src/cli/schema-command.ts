import { ownText } from "../own-files.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

const files = {
  assessment: "src/findings/assessment.schema.json",
  "run-diff": "src/findings/run-diff.schema.json",
  "run-history": "src/findings/run-history.schema.json",
} as const;

/** What there is a schema of. */
export type SchemaName = keyof typeof files;

/** Prints a published schema as it is; returns the exit status. */
export function printSchema(name: SchemaName, terminal: Terminal): number {
  // Printing adds the line break that the file ends with.
  terminal.print(ownText(files[name]).trimEnd());
  return exitCodes.clean;
}
