import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { CiliumSettings } from "../../../../src/evidence/network-settings.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import { rule } from "../../../../src/rules/nsa-cisa/network-policy-enforcement.ts";
import { agentPod, sockets } from "../../../support/agents.ts";
import { denied, type FactsGiven, facts, here, layoutOf, nothing, worker } from "../../../support/facts.ts";
import { ruleCasesWith } from "../../../support/rule-cases.ts";

/** The configurations of a node, by the plugins of each. */
const cni = (...files: readonly (readonly string[] | "odd")[]): FactsGiven => ({
  "host.cni": here(
    files.map((plugins, index) => ({
      file: `/etc/cni/net.d/${index}0.conflist`,
      plugins: plugins === "odd" ? denied : here(plugins),
    })),
  ),
});
const pods = (...all: readonly ApiPod[]): FactsGiven => ({ "api.node-pods": here(all) });
const agent = (name: string, more: Partial<ApiPod> = {}) => agentPod(name, "registry.example/agent:1", more);
const cilium = (settings: CiliumSettings): FactsGiven => ({
  ...cni(["cilium-cni"]),
  ...pods(agent("cilium-agent")),
  "api.network-settings": here({ cilium: settings }),
});
const usual: FactsGiven = { "node.role": here(worker), "host.listeners": here([]), ...pods() };

ruleCasesWith(usual, rule, [
  ["bridge", cni(["bridge", "portmap"]), "open"],
  ["plain flannel", cni(["flannel", "portmap"]), "open"],
  ["Calico", { ...cni(["calico", "portmap"]), ...pods(agent("calico-node")) }, "not_a_finding"],
  ["Cilium beside another plugin", { ...cilium({}), ...cni(["aws-cni", "cilium-cni"]) }, "not_a_finding"],
  ["Cilium by default", cilium({ "enable-policy": "default", "enable-k8s-networkpolicy": "true" }), "not_a_finding"],
  ["Cilium that never enforces", cilium({ "enable-policy": "never" }), "open"],
  ["Cilium that only tells of what it would drop", cilium({ "policy-audit-mode": "true" }), "open"],
  ["Cilium that does not only tell", cilium({ "policy-audit-mode": "false" }), "not_a_finding"],
  ["Cilium that never enforces, in capitals", cilium({ "enable-policy": "NEVER" }), "open"],
  ["Cilium that enforces its own policies alone", cilium({ "enable-k8s-networkpolicy": "false" }), "open"],
  ["Cilium whose settings were not found", { ...cilium({}), "api.network-settings": here({}) }, "not_reviewed"],
  ["Cilium whose settings were not read", { ...cilium({}), "api.network-settings": denied }, "not_reviewed"],
  [
    "Calico beside ConfigMaps that were not read",
    { ...cni(["calico"]), ...pods(agent("calico-node")), "api.network-settings": denied },
    "not_a_finding",
  ],
  ["Calico that only enforces", { ...cni(["aws-cni", "portmap"]), ...pods(agent("calico-node")) }, "not_a_finding"],
  [
    "Calico by its socket, the API not read",
    { ...cni(["calico"]), "host.listeners": sockets("calico-node"), "api.node-pods": denied },
    "not_a_finding",
  ],
  ["Calico's plugin without its agent", cni(["calico"]), "not_reviewed"],
  ["an agent that waits", { ...cni(["calico"]), ...pods(agent("calico-node", { phase: "Pending" })) }, "not_reviewed"],
  [
    "a user's pod of the name",
    { ...cni(["calico"]), ...pods(agent("calico-node", { hostNetwork: false })) },
    "not_reviewed",
  ],
  [
    "one by hand",
    { ...cni(["calico"]), ...pods(agent("calico-node", { owner: { kind: "ReplicaSet", name: "calico-node" } })) },
    "not_reviewed",
  ],
  [
    "an agent of another plugin than the one in force",
    { ...cni(["bridge"], ["calico"]), ...pods(agent("calico-node")) },
    "not_reviewed",
  ],
  [
    "Amazon's agent, which enforces by an option",
    { ...cni(["aws-cni"]), ...pods(agent("aws-eks-nodeagent")) },
    "not_reviewed",
  ],
  ["kube-router, which may not enforce", { ...cni(["bridge"]), ...pods(agent("kube-router")) }, "not_reviewed"],
  ["flannel with an agent beside it", { ...cni(["flannel"]), ...pods(agent("kube-network-policies")) }, "not_reviewed"],
  ["an unknown plugin", cni(["acme-net"]), "not_reviewed"],
  ["an unknown plugin beside bridge", cni(["bridge"], ["acme-net"]), "not_reviewed"],
  ["chained plugins without a main one", cni(["portmap"]), "not_reviewed"],
  ["no configuration", cni(), "not_reviewed"],
  ["no directory", { "host.cni": nothing }, "not_reviewed"],
  ["a directory that was not seen", { "host.cni": denied, ...pods(agent("calico-node")) }, "not_reviewed"],
  [
    "a first file that was not understood",
    { ...cni("odd", ["calico"]), ...pods(agent("calico-node")) },
    "not_reviewed",
  ],
  ["a further file that was not understood", cni(["bridge"], "odd"), "not_reviewed"],
  ["bridge, the API not read", { ...cni(["bridge"]), "api.node-pods": denied }, "not_reviewed"],
  ["bridge, the node not known to the API", { ...cni(["bridge"]), "api.node-pods": nothing }, "not_reviewed"],
  ["bridge on a distribution that is not known", { ...cni(["bridge"]), "node.layout": denied }, "not_reviewed"],
  ["flannel of K3s, which enforces itself", { ...cni(["flannel"]), "node.layout": layoutOf("k3s") }, "not_reviewed"],
  ["CRI-O's bridge on OpenShift", { ...cni(["bridge"]), "node.layout": layoutOf("openshift") }, "not_reviewed"],
]);

it("says which file is in force, and what enforces", () => {
  const given = { ...usual, ...cni(["calico", "portmap"], ["bridge"]), ...pods(agent("calico-node")) };
  const { reason, seen } = judgeNode(rule, facts(given)).literal;
  expect(reason).toBe("Calico runs here and enforces network policies for calico, portmap.");
  expect(seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
    "/etc/cni/net.d/00.conflist, the one in force: calico, portmap",
    "/etc/cni/net.d/10.conflist: bridge",
    "agents/DaemonSet calico-node: Calico runs",
  ]);
});
