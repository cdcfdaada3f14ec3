import type { NodeRoles } from "../../../evidence/node.ts";
import type { Known, Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notApplicable, type Verdict } from "../../../findings/verdict.ts";

/** Not Applicable for a host that is no worker and runs no kubelet: a host of etcd, a control plane outside its cluster. */
export const withoutKubelet = (
  kubelet: Known<readonly Invocation[]>,
  role: Observed<NodeRoles>,
): Verdict | undefined =>
  kubelet.state === "absent" && role.state === "present" && !role.value.worker
    ? notApplicable("No kubelet runs here.")
    : undefined;
