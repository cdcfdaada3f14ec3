import type { Finding } from "../../findings/assessment.ts";
import { countOf } from "../count-of.ts";
import { visible, visibleProse } from "../visible-text.ts";

/** How a fix is made on one distribution: `On RKE2 (w1, w2), kubelet flag:` and how. */
export type FixView = { readonly where: string; readonly how: string };

/** What the page says of the distributions that a finding is open on. */
export function fixesView({ fixes = [] }: Finding): readonly FixView[] {
  const several = new Set(fixes.map(({ distribution }) => distribution)).size > 1;
  return fixes.map(({ distribution, nodes, on, change, how }) => {
    const which = on?.join(", ") ?? (several ? countOf(nodes, "node") : "");
    const named = which === "" ? "" : ` (${which})`;
    return { where: visible(`On ${distribution}${named}, ${change}:`), how: visibleProse(how) };
  });
}
