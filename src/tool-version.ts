import { ownText } from "./own-files.ts";

/** The version of plimsoll, as its package states it. */
export const toolVersion: string = (JSON.parse(ownText("package.json")) as { readonly version: string }).version;
