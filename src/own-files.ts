import { readFileSync } from "node:fs";

/**
 * The text of a file that comes with plimsoll, by its path in the package: `src/connect/reader.sh`. The path holds from
 * src/ and from dist/, which both lie in the checkout. In plimsoll.cjs, which is one file, another module stands in its
 * place: `.github/whole-program.mjs`.
 * @throws what reading a file throws: a file that is not there is a mistake in the package.
 */
export const ownText = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
