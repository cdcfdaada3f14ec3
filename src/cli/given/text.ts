import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { whyUnreadable } from "../../error-code.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

/** The text of a file that the command line names. @throws UsageError where it cannot be read. */
export function givenText(given: string, { workingDirectory }: Pick<Terminal, "workingDirectory">): string {
  try {
    return readFileSync(resolve(workingDirectory, given), "utf8");
  } catch (error) {
    throw new UsageError(`${given} cannot be read: ${whyUnreadable(error)}`);
  }
}
