import type { Seen } from "../findings/verdict.ts";
import { visible } from "./visible-text.ts";

type Place = Pick<Seen["source"], "file" | "line" | "argvIndex">;

/**
 * Where in a file or command line something was seen: `/path:12`, `/path`, `argv[3]`; undefined where the request says
 * it all. Without process ids: they change from run to run.
 */
export function placeOf({ source }: { readonly source: Place }): string | undefined {
  const argument = source.argvIndex === undefined ? undefined : `argv[${source.argvIndex}]`;
  if (source.file === undefined) return argument;
  const line = source.line === undefined ? "" : `:${source.line}`;
  return [`${visible(source.file)}${line}`, ...(argument === undefined ? [] : [argument])].join(", ");
}
