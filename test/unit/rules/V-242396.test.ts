import type { Kubectl } from "../../../src/evidence/kubectl.ts";
import { rule } from "../../../src/rules/stig/V-242396-kubectl-version.ts";
import { controlPlane, denied, here, nothing, worker } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const kubectl = (version: string): Kubectl => ({ path: "/usr/bin/kubectl", version, why: "" });
const broken: Kubectl = { path: "/opt/bin/kubectl", why: "it printed nothing" };
const node = (found: readonly Kubectl[], unseen: readonly string[] = []) => ({
  "node.role": here(worker),
  "host.kubectl": here({ searched: ["/usr/bin"], unseen, found }),
});
const old = ["v1.12.8", "v1.9.11", "v1.12.9-beta.0", "1.12.9-rc.1", "v1.12.9-alpha", "v1.2.30"];
const recent = ["v1.12.9", "v1.36.2", "v1.12.10", "1.13.0", "v1.36.2+rke2r1", "v1.12.9-gke.100", "v1.12.9-eks-1a2b"];

ruleCases(rule, [
  ...old.map((version) => [version, node([kubectl(version)]), "open"] as const),
  ...[...recent, "v1.13.0-alpha.1", "v2.0.0"].map(
    (version) => [version, node([kubectl(version)]), "not_a_finding"] as const,
  ),
  ...["", "v0.0.0-master+abc", "v1.36", "latest", "v1.36.2.1"].map(
    (version) => [`not understood: ${version}`, node([kubectl(version)]), "not_reviewed"] as const,
  ),
  ["on a control plane", { ...node([kubectl("v1.36.2")]), "node.role": here(controlPlane) }, "not_a_finding"],
  ["none in any place", { ...node([]), "host.kubectl": nothing }, "not_applicable"],
  ["one new, one old", node([kubectl("v1.36.2"), kubectl("v1.12.0")]), "open"],
  ["one new, one that says nothing", node([kubectl("v1.36.2"), broken]), "not_reviewed"],
  ["one old, one that says nothing", node([kubectl("v1.12.0"), broken]), "open"],
  ["one new, one place not seen", node([kubectl("v1.36.2")], ["/root/bin/kubectl"]), "not_reviewed"],
  ["not searched", { ...node([]), "host.kubectl": denied }, "not_reviewed"],
  ["role unknown", { ...node([kubectl("v1.36.2")]), "node.role": denied }, "not_a_finding"],
]);
