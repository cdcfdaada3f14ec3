import { open } from "node:fs/promises";
import { resolve } from "node:path";
import { whyUnreadable } from "../../error-code.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";

const longest = 4096;

/**
 * A secret that was given in a file or else in a variable of the environment; undefined where it was in neither.
 * @throws UsageError where the file cannot be read, others may read it, or it is not one line.
 */
export async function givenSecret(
  file: string | undefined,
  variable: string,
  { environment, workingDirectory }: Pick<Terminal, "environment" | "workingDirectory">,
): Promise<string | undefined> {
  return file === undefined ? environment[variable] : readSecretFile(resolve(workingDirectory, file));
}

async function readSecretFile(path: string): Promise<string> {
  const { text, mode } = await readText(path);
  if ((mode & 0o077) !== 0) {
    throw new UsageError(`${path} holds a secret and can be read by others than its owner: chmod 600 ${path}`);
  }
  const line = text.replace(/\r?\n$/, "");
  if (line === "" || /[\r\n]/.test(line)) throw new UsageError(`${path} must hold one line, the secret`);
  if (text.length > longest) throw new UsageError(`${path} is longer than a secret on one line may be`);
  return line;
}

/** By one open file, so that what is judged is what is read. */
async function readText(path: string): Promise<{ readonly text: string; readonly mode: number }> {
  try {
    const file = await open(path, "r");
    try {
      const { mode } = await file.stat();
      return { mode, text: await file.readFile("utf8") };
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${whyUnreadable(error)}`);
  }
}
