import { addressClass } from "../../../evidence/address-class.ts";
import type { Source } from "../../../evidence/observed.ts";
import { notReviewed } from "../../../findings/verdict.ts";
import { joinShown, type Shown } from "./port-row.ts";

const defaultPorts: ReadonlyMap<string, number> = new Map([
  ["http", 80],
  ["https", 443],
]);

/** One URL's port; a socket in the file system (unix, unixs) has none. */
function urlPort(url: string, direction: "in" | "out", flag: string, source: Source): Shown {
  const [, scheme = "", host = "", digits] = /^([a-z]+):\/\/(\[[^\]]*\]|[^:/]*)(?::(\d+))?(?:\/|$)/.exec(url) ?? [];
  if (/^unixs?:/.test(url)) return { ports: [], missing: [] };
  const port = digits === undefined ? defaultPorts.get(scheme) : Number(digits);
  if (port === undefined || port > 65535) {
    return { ports: [], missing: [notReviewed(`${flag}: the port of ${url} is not known.`)] };
  }
  const row = { direction, protocol: "tcp" as const, port, address: addressClass(host), source };
  return { ports: [{ ...row, from: `${flag} (${scheme})` }], missing: [] };
}

/** The ports of a flag's URLs. */
export const urlPorts = (urls: readonly string[], direction: "in" | "out", flag: string, source: Source): Shown =>
  joinShown(urls.map((url) => urlPort(url.trim(), direction, flag, source)));
