import type { NodeLayout } from "../../../evidence/layout.ts";
import type { NodeRoles } from "../../../evidence/node.ts";
import type { Observed } from "../../../evidence/observed.ts";
import { notApplicable, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";

/**
 * Where a control plane's files are not there: Not Applicable on a node that is proven to be no control plane, open to
 * review on one that is (it keeps them elsewhere), and where nothing says what the node is. A provider's nodes are no
 * control plane either, but its own has such files, and nobody looked at them; a node whose distribution was not seen may
 * be a provider's, or keep its files elsewhere.
 */
export function noneOf(files: string, role: Observed<NodeRoles>, layout: Observed<NodeLayout>): Verdict {
  if (role.state === "unknown") return unseenVerdict(role);
  if (role.state === "absent") return notReviewed(`There are none of ${files}, and the node's role is not known.`);
  if (role.value.controlPlane) return notReviewed(`This control-plane node has none of ${files}.`);
  if (layout.state === "unknown") return unseenVerdict(layout);
  if (layout.state === "present" && layout.value.controlPlane === "run by the provider") {
    const where = `the control plane's are inherited from the provider: ${layout.value.title} runs it`;
    return notReviewed(`The node has none of ${files}, and ${where}.`);
  }
  return notApplicable(`The node is no control plane and has none of ${files}.`);
}
