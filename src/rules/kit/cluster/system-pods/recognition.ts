import { entriesSeen } from "../../../../evidence/observed.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";
import type { Recognition } from "./recognise.ts";

/** What pods of the cluster itself are recognised by. */
export const recognitionFacts = ["api.workloads", "api.nodes", "run.hosts", "site.system-pods"] as const;
export type RecognitionFact = (typeof recognitionFacts)[number];

// Every node of OpenShift 4 has it; what its platform runs is in namespaces openshift-*.
const openshiftLabel = "node.openshift.io/os_id";

// As observed: who needs them known has asked for that.
type Facts = ShownFacts<never, RecognitionFact>;

const workersOf = ({ "run.hosts": hosts }: Facts): readonly string[] =>
  entriesSeen(hosts).flatMap(({ facts: { "node.role": role, "node.api": node } }) => {
    const isWorker = role.state === "present" && !role.value.controlPlane && !role.value.etcdOnly;
    return isWorker && node.state === "present" ? [node.value.name] : [];
  });

/** Which patterns count in this cluster. */
export const recognitionFrom = (facts: Facts): Recognition => ({
  workers: workersOf(facts),
  workloads: entriesSeen(facts["api.workloads"]),
  site: facts["site.system-pods"].state === "present" ? facts["site.system-pods"].value.patterns : [],
  withShipped: !entriesSeen(facts["api.nodes"]).some(({ labels }) => openshiftLabel in labels),
});
