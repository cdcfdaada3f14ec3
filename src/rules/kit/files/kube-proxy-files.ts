import type { NamedFile } from "../../../evidence/files.ts";
import type { Known, Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notApplicable, notReviewed } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { type FileSelection, fileSelection, lookAt, only, type Selected } from "./selection.ts";

type Processes = Observed<readonly Invocation[]>;

/**
 * Not Applicable with a kube-proxy that uses no kubeconfig. That none runs is not enough: the API may have a pod of it for
 * the node, whose kubeconfig lies ready. A node without a kubelet of its own may run both within another program (k3s).
 */
function select(kubeconfig: Known<NamedFile>, kubeProxy: Processes, kubelet: Processes): Selected {
  if (kubeconfig.state === "present") return lookAt([kubeconfig.value]);
  if (kubeProxy.state === "unknown") return only(unseenVerdict(kubeProxy));
  if (kubeProxy.state === "present") {
    return only(notApplicable("kube-proxy names no kubeconfig: it uses its pod's credentials."));
  }
  if (kubelet.state === "unknown") return only(unseenVerdict(kubelet));
  return kubelet.state === "present"
    ? only(notReviewed("kube-proxy does not run on this node; whether the API has a pod of it here was not asked."))
    : only(notReviewed("Neither kube-proxy nor a kubelet runs as a process: another program may hold both."));
}

/** The kubeconfig that the running kube-proxy uses (V-242447, V-242448). */
export const kubeProxyKubeconfig: FileSelection = fileSelection(
  {
    named: "kube-proxy's kubeconfig",
    command:
      "stat -L -c '%a %U:%G %n' /proc/PID/root/FILE of kube-proxy's process (FILE is clientConnection.kubeconfig in the " +
      "file of its --config; only without --config it is --kubeconfig)",
  },
  ["stat.kube-proxy-kubeconfig"],
  (facts) => select(facts["stat.kube-proxy-kubeconfig"], facts["process.kube-proxy"], facts["process.kubelet"]),
  ["process.kube-proxy", "process.kubelet"],
);
