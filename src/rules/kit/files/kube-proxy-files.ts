import type { NamedFile } from "../../../evidence/files.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen, type Known, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notApplicable, notReviewed } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { type FileSelection, fileSelection, lookAt, only, type Selected } from "./selection.ts";

type Processes = Observed<readonly Invocation[]>;

/**
 * Where no kube-proxy runs: Not Applicable if the API has no pod of it either, for one may just have ended. A node without
 * a kubelet of its own may run both within another program (k3s).
 */
function selectWithout(kubelet: Processes, pods: Observed<readonly string[]>): Selected {
  if (kubelet.state === "unknown") return only(unseenVerdict(kubelet));
  if (kubelet.state === "absent") {
    return only(notReviewed("Neither kube-proxy nor a kubelet runs as a process: another program may hold both."));
  }
  if (pods.state === "unknown") return only(unseenVerdict(pods));
  return entriesSeen(pods).length === 0
    ? only(notApplicable("kube-proxy does not run on this node, and the cluster has no pod of it."))
    : only(notReviewed("kube-proxy does not run on this node, but the cluster has pods of it."));
}

type Facts = Pick<ObservedFacts, "process.kube-proxy" | "process.kubelet" | "api.kube-proxy-pods">;

/** Not Applicable too with a kube-proxy that uses no kubeconfig. */
function select(kubeconfig: Known<NamedFile>, facts: Facts): Selected {
  if (kubeconfig.state === "present") return lookAt([kubeconfig.value]);
  const kubeProxy = facts["process.kube-proxy"];
  if (kubeProxy.state === "unknown") return only(unseenVerdict(kubeProxy));
  if (kubeProxy.state === "absent") return selectWithout(facts["process.kubelet"], facts["api.kube-proxy-pods"]);
  return only(notApplicable("kube-proxy names no kubeconfig: it uses its pod's credentials."));
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
  (facts) => select(facts["stat.kube-proxy-kubeconfig"], facts),
  ["process.kube-proxy", "process.kubelet", "api.kube-proxy-pods"],
);
