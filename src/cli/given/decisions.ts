import { resolve } from "node:path";
import { type DecisionsFile, loadDecisions } from "../../decisions/load.ts";
import type { Terminal } from "../terminal/terminal.ts";

/**
 * The site's decisions: the file of `--decisions`, else the one that the inventory names; undefined where neither does.
 * @throws YamlFileError where it cannot be used.
 */
export async function givenDecisions(
  option: string | undefined,
  named: string | undefined,
  { workingDirectory }: Terminal,
): Promise<DecisionsFile | undefined> {
  const file = option === undefined ? named : resolve(workingDirectory, option);
  return file === undefined ? undefined : await loadDecisions(file);
}
