import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/** What Chromium and the browsers made of it are called, the most usual first. */
const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

/** No Chromium that could print: one sentence. */
export class NoChromiumError extends Error {}

/**
 * Path of an installed Chromium: the file that `CHROME_PATH` names, else the first of the usual names in `PATH`.
 * @throws NoChromiumError where there is none.
 */
export function findChromium(environment: NodeJS.ProcessEnv): string {
  const { CHROME_PATH: given, PATH: path = "" } = environment;
  if (given !== undefined && given !== "") {
    if (isProgram(given)) return given;
    throw new NoChromiumError(`--format pdf: CHROME_PATH names ${given}, which is no program that can be run`);
  }
  // An empty part of PATH is the working directory, whose files are nobody's browser.
  const folders = path.split(delimiter).filter(isAbsolute);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
  if (found !== undefined) return found;
  throw new NoChromiumError(
    `--format pdf needs an installed Chromium, and none of ${names.join(", ")} is in PATH; CHROME_PATH can name one`,
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
