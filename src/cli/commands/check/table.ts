import type { Difference } from "../../../fleet/compare.ts";
import type { Host } from "../../../inventory/inventory.ts";
import type { ApiCheck } from "../../../preflight/check-api.ts";
import type { CheckedHost, Gap } from "../../../preflight/gaps.ts";
import { visible } from "../../../reports/visible-text.ts";
import { wrap } from "../../../reports/wrap.ts";
import { placeOf } from "../../results/place-of.ts";
import { type CheckResult, isWell } from "./result.ts";

/** A line for each host, in columns: its name, where it is reached, and the first step that fails. */
export type CheckTable = { readonly head: readonly string[]; readonly row: (one: CheckedHost) => string };

/** What a host said, on one line, and not longer than anybody reads. */
const said = (message: string): string => visible(message).slice(0, 500);

/** Names and addresses are those of an inventory; wider ones stand out of their column. */
const widest = 40;

/** The table of these hosts; no head where there are none. */
export function checkTable(hosts: readonly Host[]): CheckTable {
  const widthOf = (head: string, cells: readonly string[]): number =>
    Math.min(
      widest,
      cells.reduce((width, cell) => Math.max(width, cell.length), head.length),
    );
  const names = widthOf(
    "HOST",
    hosts.map(({ name }) => name),
  );
  const places = widthOf("ADDRESS", hosts.map(placeOf));
  const line = (name: string, place: string, result: string): string =>
    `${name.padEnd(names)}  ${place.padEnd(places)}  ${result}`;
  return {
    head: hosts.length === 0 ? [] : [line("HOST", "ADDRESS", "FIRST STEP THAT FAILS")],
    row: ({ host, check }) => line(host.name, placeOf(host), resultWords(check)),
  };
}

function resultWords({ failure, hostKeyTrust, console }: CheckedHost["check"]): string {
  if (failure !== undefined) return `${failure.step}: ${said(failure.message)}`;
  if (console !== undefined) return `none, read by console: ${visible(console)}`;
  return hostKeyTrust === "accepted-new" ? "none, host key believed unseen" : "none";
}

/** What is said below the table: how many are well, in what the API differs, what would be Not Reviewed. */
export function afterTable(result: CheckResult, columns: number): readonly string[] {
  const { gaps, hosts, api, tried } = result;
  const width = Math.max(60, Math.min(columns, 120));
  const differences = api?.state === "read" ? api.differences : [];
  return [
    ...(hosts.length === 0 ? [] : [""]),
    ...(tried === "nothing" ? [] : [hostsLine(result)]),
    ...wrap(apiLine(result), width),
    ...differences.flatMap((difference) => wrap(differenceWords(difference), width)),
    ...(gaps.length === 0 ? [] : ["", "Not Reviewed would be:"]),
    ...gaps.flatMap((gap) => ["", ...gapLines(gap, result.rules, width)]),
    "",
    isWell(result) ? "Nothing to mend was found." : "Mend these, and check again; or audit what can be seen.",
  ];
}

function hostsLine({ hosts, tried }: CheckResult): string {
  const well = hosts.filter(({ check }) => check.failure === undefined).length;
  const what =
    tried === "login" ? "can be read whole by an audit" : "show a key that is known; no login was tried there";
  return `${well} of ${hosts.length} hosts ${what}`;
}

function apiLine({ api, inventory }: CheckResult): string {
  if (api === undefined) {
    return `API server not asked, ${inventory.api === undefined ? "the inventory names none" : "as --no-api says"}`;
  }
  if (api.state === "unread") return visible(`API server ${api.server} not read: ${api.message}`);
  return `API server ${visible(api.server)}: ${nodesWords(api)}, ${rightsWords(api)}`;
}

const nodesWords = ({ nodes }: Extract<ApiCheck, { state: "read" }>): string =>
  nodes === undefined ? "nodes not listed" : `${nodes} ${nodes === 1 ? "node" : "nodes"}`;

function rightsWords({ reviewed: { rights } }: Extract<ApiCheck, { state: "read" }>): string {
  const allowed = rights.filter(({ state }) => state === "allowed").length;
  return `${allowed} of ${rights.length} rights`;
}

/** In what an inventory and the API's nodes differ. */
function differenceWords(difference: Difference): string {
  if (difference.kind === "not-in-api") return `${difference.host}: the API server lists no such node`;
  if (difference.kind === "role") {
    const { host, declared, expected } = difference;
    return `${host}: the inventory says ${declared}, the API server says ${expected.role} (${expected.shownBy})`;
  }
  const { node, role, remark } = difference;
  const words = `${node}: the API server lists this node (${role}), the inventory does not`;
  return visible(remark === undefined ? words : `${words}; ${remark}`);
}

/** So many hosts, rights or rules are named; the others are counted. */
const mostNamed = { names: 5, messages: 2, rules: 8 };

function gapLines(gap: Gap, allRules: number, width: number): readonly string[] {
  const { explanation, names, messages, rules } = gap;
  const { name, happened, todo, command } = explanation;
  const of = names.length === 0 ? gap.of : `${names.length} ${gap.of.replace(/s$/, names.length === 1 ? "" : "s")}`;
  const whose = names.length === 0 ? "" : ` (${named(names, mostNamed.names)})`;
  const moreSaid = messages.length - mostNamed.messages;
  const detail = (label: string, text: string): readonly string[] =>
    wrap(`${label}: ${text}`, width - 2).map((line) => `  ${line}`);
  return [
    ...wrap(`${name}: ${of}${whose}`, width),
    ...detail("What happened", happened),
    ...messages.slice(0, mostNamed.messages).flatMap((message) => detail("It was said", said(message))),
    ...(moreSaid > 0 ? [`  and ${moreSaid} more of the kind`] : []),
    ...detail("What to do", todo),
    ...(command === null ? [] : [`    ${command}`]),
    ...detail("Not Reviewed for it", rulesWords(rules, allRules)),
  ];
}

function rulesWords(rules: readonly string[], all: number): string {
  const [only] = rules;
  if (only === undefined) return `none of ${all} rules`;
  return rules.length <= mostNamed.rules ? rules.join(", ") : `${rules.length} of ${all} rules`;
}

function named(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).map(visible).join(", ");
  return names.length <= most ? shown : `${shown} and ${names.length - most} others`;
}
