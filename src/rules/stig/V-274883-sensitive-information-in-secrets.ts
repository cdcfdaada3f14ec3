import { defineClusterRule } from "../define-cluster-rule.ts";
import { noPlainCredentials } from "../kit/cluster/sensitive-hits.ts";

export const rule = defineClusterRule({
  id: "V-274883",
  literal: [noPlainCredentials],
  readings: {
    literal: "a person has judged it so: a search by patterns can find credentials, and can prove no absence",
  },
  expected: "no password, key or token outside of Secrets or an external store",
  check:
    "Look through ConfigMaps (kubectl get configmaps --all-namespaces -o yaml), environment variables, commands and " +
    "arguments of pods and pod templates, annotations (kubectl.kubernetes.io/last-applied-configuration too) and " +
    "Services for private keys, tokens, passwords, kubeconfigs and connection strings. Ask the owners of what you " +
    "find. Write down where it is and of what kind, never the value. plimsoll searches these texts in memory and keeps " +
    "places only: class A is a credential by its form and Open (a test key can be excepted in decisions.yaml, " +
    "options.sensitiveExceptions, with a justification), class B may be one and is for a person to look at.",
  fix:
    "Move the value to a Secret or an external secrets store, mount it into the pod, and change it: it was readable " +
    "for everyone who may read ConfigMaps or pods.",
});
