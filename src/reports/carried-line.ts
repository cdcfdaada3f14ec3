import type { Assessment } from "../findings/assessment.ts";
import { countOf } from "./count-of.ts";
import { visible } from "./visible-text.ts";

/** `prod.ckl (prod): 12 rules carried over, 1 not; 3 to be looked at again`; undefined without an earlier checklist. */
export function carriedLine({ carriedFrom, findings }: Assessment): string | undefined {
  if (carriedFrom === undefined || carriedFrom.length === 0) return undefined;
  const again = findings.filter(({ review }) => review?.carried?.some((one) => one.again !== undefined)).length;
  const files = carriedFrom.map(
    ({ file, asset, rules, left }) => `${file} (${asset}): ${countOf(rules, "rule")} carried over, ${left.length} not`,
  );
  return visible([...files, ...(again === 0 ? [] : [`${again} to be looked at again`])].join("; "));
}
