import { manualRule } from "../kit/manual-rule.ts";

export const rule = manualRule({
  vulnId: "V-274883",
  expected: "no password, key or token outside of Secrets or an external store",
  check:
    "Look through ConfigMaps (kubectl get configmaps --all-namespaces -o yaml), environment variables, commands and " +
    "arguments of pods and pod templates, annotations (kubectl.kubernetes.io/last-applied-configuration too) and " +
    "Services for private keys, tokens, passwords, kubeconfigs and connection strings. Ask the owners of what you " +
    "find. Write down where it is and of what kind, never the value.",
  fix:
    "Move the value to a Secret or an external secrets store, mount it into the pod, and change it: it was readable " +
    "for everyone who may read ConfigMaps or pods.",
});
