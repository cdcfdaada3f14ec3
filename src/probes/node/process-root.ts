import { type Observed, type Source, unknown } from "../../evidence/observed.ts";

/** Text without process ids: they change from run to run, and what is shown must not. */
export const withoutProcessId = (text: string): string => text.replace(/\/proc\/\d+\/root/g, "/proc/PID/root");

/** The steps that lead to a path: `/a`, `/a/b` and `/a/b/c` for `/a/b/c`. A link at one of them leads elsewhere. */
export const stepsTo = (path: string): readonly string[] =>
  path.split("/").flatMap((_, index, parts) => (index === 0 ? [] : [parts.slice(0, index + 1).join("/")]));

/** What was seen through a process's root, told without its id. */
export function withoutProcessIds<T>(seen: Observed<T>): Observed<T> {
  const { file, ...place } = seen.source;
  const source: Source = {
    ...place,
    request: withoutProcessId(place.request),
    ...(file === undefined ? {} : { file: withoutProcessId(file) }),
  };
  return seen.state === "unknown" ? unknown(seen.reason, withoutProcessId(seen.message), source) : { ...seen, source };
}
