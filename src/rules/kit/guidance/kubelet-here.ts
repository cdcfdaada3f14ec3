import type { KubeletConfig } from "../../../evidence/kubelet.ts";
import type { NodeRoles } from "../../../evidence/node.ts";
import type { Known, Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notApplicable, type Verdict } from "../../../findings/verdict.ts";
import { judgeRunning } from "../command-line/component-flag.ts";
import { withoutConfiguration } from "../kubelet/kubelet-config.ts";

type Facts = {
  readonly "process.kubelet": Known<readonly Invocation[]>;
  readonly "kubelet.config": Known<KubeletConfig>;
  readonly "node.role": Observed<NodeRoles>;
};

/** Not Applicable for a host that is no worker and runs no kubelet: a host of etcd, a control plane outside its cluster. */
const withoutKubelet = ({ "process.kubelet": kubelet, "node.role": role }: Facts): Verdict | undefined =>
  kubelet.state === "absent" && role.state === "present" && !role.value.worker
    ? notApplicable("No kubelet runs here.")
    : undefined;

/** What `judge` says of each kubelet that runs here, with its configuration. */
export function judgeKubeletHere(
  facts: Facts,
  judge: (call: Invocation, config: Known<KubeletConfig>) => Verdict,
): Verdict {
  const { "process.kubelet": kubelet, "kubelet.config": config } = facts;
  return (
    withoutKubelet(facts) ??
    withoutConfiguration(kubelet, config) ??
    judgeRunning("kubelet", kubelet, (call) => judge(call, config))
  );
}
