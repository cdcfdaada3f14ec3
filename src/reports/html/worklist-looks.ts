import { explain } from "../../causes/explanation.ts";
import { lookCauses } from "../../causes/look-causes.ts";
import { firstOf } from "../first-of.ts";
import { visible } from "../visible-text.ts";
import type { Configurations } from "./configurations.ts";
import { namedRule } from "./named-rule.ts";
import type { Waiter } from "./waiting.ts";
import { whichNodes } from "./which-nodes.ts";
import type { WorklistEntry } from "./worklist-entry.ts";

/** What was not seen on nodes that were read, reason by reason. */
export function lookEntries(waiters: readonly Waiter[], configurations: Configurations): readonly WorklistEntry[] {
  const reasons = new Set(waiters.flatMap(({ waiting }) => waiting.looks.map(({ reason }) => reason)));
  return [...reasons].map((reason) => {
    const own = waiters.flatMap(({ finding, waiting }) => {
      const looks = waiting.looks.filter((look) => look.reason === reason);
      return looks.length === 0 ? [] : [{ finding, looks }];
    });
    const targets = own.flatMap(({ looks }) => looks.flatMap((look) => look.targets));
    return {
      ...explain(reason, lookCauses),
      code: visible(reason),
      messages: [],
      which: whichNodes(targets, configurations),
      also: null,
      rules: own.map(({ finding, looks }) => namedRule(finding, notSeen(looks.map(({ row }) => row.what)))),
    };
  });
}

/** A rule's row names this many looks. */
const mostLooks = 3;

const notSeen = (looks: readonly string[]): string => `Not seen: ${firstOf([...new Set(looks)], mostLooks, "; ")}`;
