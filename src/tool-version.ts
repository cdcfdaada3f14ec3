import { readFileSync } from "node:fs";

// The same path from src/ and from dist/.
const packageFile = new URL("../package.json", import.meta.url);

/** The version of plimsoll, as its package states it. */
export const toolVersion: string = (JSON.parse(readFileSync(packageFile, "utf8")) as { readonly version: string })
  .version;
