import { z } from "zod";
import type { FilterCondition, FilterRule, FilterVerdict } from "../../evidence/packet-filter.ts";
import { conditionsOf, type NamedSets } from "./nft-condition.ts";

/** One statement of a rule as nft prints it: an object of one key. */
export type Statement = readonly [name: string, value: unknown];

/** What rules of a table may name: its sets, and the elements of its maps, `@name`. */
export type Named = { readonly sets: NamedSets; readonly maps: ReadonlyMap<string, readonly MapElement[]> };

/** An element of a map of verdicts: the key, and the statement that is done with what has it. */
export type MapElement = readonly [key: unknown, verdict: Readonly<Record<string, unknown>>];

/** What a statement does: it asks something, decides, lets one of several rules decide, or only notes. */
type Step =
  | { readonly kind: "asks"; readonly conditions: readonly FilterCondition[] }
  | { readonly kind: "decides"; readonly verdict: FilterVerdict }
  | { readonly kind: "chooses"; readonly rules: readonly FilterRule[] }
  | { readonly kind: "notes" };

const notes: Step = { kind: "notes" };
const asksOpaque = (what: string): Step => ({ kind: "asks", conditions: [{ kind: "opaque", what }] });
const unknownVerdict: Step = { kind: "decides", verdict: { kind: "unknown" } };

const plainVerdicts = new Map<string, FilterVerdict>([
  ["accept", { kind: "accept" }],
  ["drop", { kind: "drop" }],
  ["reject", { kind: "drop" }],
  ["return", { kind: "return" }],
]);
const target = z.object({ target: z.string() });

/** The verdict that a statement is; undefined where it is none, or is `continue`. */
function verdictOf([name, value]: Statement): FilterVerdict | undefined {
  if (name !== "jump" && name !== "goto") return plainVerdicts.get(name);
  return { kind: name, chain: target.parse(value).target };
}

const matchSchema = z.strictObject({ op: z.string(), left: z.unknown(), right: z.unknown() });
const mangled = z.object({ key: z.record(z.string(), z.unknown()) });
const extension = z.object({ type: z.enum(["match", "target"]), name: z.string() });
const vmapSchema = z.strictObject({ key: z.unknown(), data: z.unknown() });
const pairs = z.array(z.tuple([z.unknown(), z.record(z.string(), z.unknown())]));

/** The elements of a map of verdicts that decide something; undefined where it is of another kind. */
export const mapElements = (given: unknown): readonly MapElement[] | undefined =>
  pairs.safeParse(given).data?.filter(([, verdict]) => Object.keys(verdict)[0] !== "continue");

// Statements that may hold rules back, and targets of iptables after which a rule goes on.
const holdingBack = ["limit", "quota", "ct count", "set", "map", "meter"];
const goingOn = ["AUDIT", "CONNMARK", "CONNSECMARK", "LED", "LOG", "MARK", "NFLOG", "SECMARK", "TRACE"];

/** A change of a mark leaves the packet as it is; of an address or a port it does not. */
function stepOfMangle(value: unknown): Step {
  const [changed] = Object.keys(mangled.safeParse(value).data?.key ?? {});
  return changed === "meta" || changed === "ct" ? notes : unknownVerdict;
}

/** An extension of iptables. Without its name it is a match where the rule decides after it, for a rule has one target. */
function stepOfExtension(value: unknown, rest: readonly Statement[]): Step {
  const read = extension.safeParse(value);
  if (!read.success) return rest.some((one) => verdictOf(one) !== undefined) ? asksOpaque("xt") : unknownVerdict;
  const { type, name } = read.data;
  if (type === "target") return goingOn.includes(name) ? notes : unknownVerdict;
  return name === "comment" ? notes : asksOpaque(`xt ${name}`);
}

/** A map of verdicts is one rule for each of its elements; a key is in it once. */
function stepOfVerdictMap(value: unknown, named: Named): Step {
  const map = vmapSchema.safeParse(value).data;
  const data = map?.data;
  const inline = z.strictObject({ set: z.array(z.unknown()) }).safeParse(data).data?.set;
  const elements = inline === undefined ? named.maps.get(typeof data === "string" ? data : "") : mapElements(inline);
  if (map === undefined || elements === undefined) return unknownVerdict;
  return {
    kind: "chooses",
    rules: elements.map(([key, verdict]): FilterRule => {
      const [statement, ...others] = Object.entries(verdict);
      const decided = statement && others.length === 0 ? verdictOf(statement) : undefined;
      return { conditions: conditionsOf(map.key, "==", key, named.sets), verdict: decided ?? { kind: "unknown" } };
    }),
  };
}

function stepOf(statement: Statement, rest: readonly Statement[], named: Named): Step {
  const [name, value] = statement;
  const verdict = verdictOf(statement);
  if (verdict !== undefined) return { kind: "decides", verdict };
  if (["counter", "log", "last", "continue"].includes(name)) return notes;
  if (holdingBack.includes(name)) return asksOpaque(name);
  if (name === "mangle") return stepOfMangle(value);
  if (name === "xt") return stepOfExtension(value, rest);
  if (name === "vmap") return stepOfVerdictMap(value, named);
  if (name !== "match") return unknownVerdict;
  const match = matchSchema.safeParse(value).data;
  if (match === undefined) return asksOpaque("match");
  return { kind: "asks", conditions: conditionsOf(match.left, match.op, match.right, named.sets) };
}

// The kernel takes no more expressions in a rule (NFT_RULE_MAXEXPRS), and a statement is at least one.
const statementsAtMost = 128;

/** What a rule of nft decides, as rules that are tried in turn; none where it only notes something. */
export function rulesOf(statements: readonly Statement[], named: Named): readonly FilterRule[] {
  if (statements.length > statementsAtMost) throw new Error(`a rule of more than ${statementsAtMost} statements`);
  let conditions: readonly FilterCondition[] = [];
  for (const [index, statement] of statements.entries()) {
    const rest = statements.slice(index + 1);
    const step = stepOf(statement, rest, named);
    const asked = conditions;
    if (step.kind === "asks") conditions = [...asked, ...step.conditions];
    if (step.kind === "decides") return [{ conditions: asked, verdict: step.verdict }];
    if (step.kind === "chooses") {
      const chosen = step.rules.map((rule) => ({ ...rule, conditions: [...asked, ...rule.conditions] }));
      const hasMore = rest.some((one) => stepOf(one, [], named).kind !== "notes");
      return hasMore ? [...chosen, { conditions: asked, verdict: { kind: "unknown" } }] : chosen;
    }
  }
  return [];
}
