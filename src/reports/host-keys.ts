import type { Coverage } from "../findings/assessment.ts";
import { firstOf } from "./first-of.ts";
import { visible } from "./visible-text.ts";

/** So many are named in one clause; all of them are in assessment.json. */
const mostNamed = 10;

/** Which host keys were believed although nobody knew them, as the inventory allowed; undefined where each was known. */
export function unknownKeysLine({ nodes }: Pick<Coverage, "nodes">): string | undefined {
  const believed = nodes.filter(({ connection }) => connection?.hostKeyTrust === "accepted-new");
  if (believed.length === 0) return undefined;
  const each = believed.map(({ name, connection }) => visible(`${name} ${connection?.hostKey ?? ""}`.trim()));
  const words = believed.length === 1 ? "1 host key was NOT KNOWN" : `${believed.length} host keys were NOT KNOWN`;
  const allowed = "believed, as the inventory says (strictHostKeyChecking: accept-new)";
  return `${words} and ${allowed}: ${firstOf(each, mostNamed)}`;
}
