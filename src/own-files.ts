import { readFileSync } from "node:fs";

/**
 * The text of a file that comes with plimsoll, by its path in the package: `templates/report.hbs`. The path holds from src/
 * and from dist/, which both lie in the package's folder. It is the only module that knows
 * where they are.
 * @throws what reading a file throws: a file that is not there is a mistake in the package.
 */
export const ownText = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
