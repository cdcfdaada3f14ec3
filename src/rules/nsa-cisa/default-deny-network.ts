import { entriesSeen } from "../../evidence/observed.ts";
import { namespaceCheck } from "../kit/guidance/namespace-check.ts";
import { directions, inDirection } from "../kit/guidance/network/default-deny.ts";
import { otherPolicies } from "../kit/guidance/network/other-policies.ts";
import { podsByNamespace } from "../kit/guidance/network/pods-of.ts";
import { listed } from "../kit/unknown-data.ts";

export const rule = namespaceCheck({
  id: "default-deny-network",
  needs: ["api.network-policies", "api.pods"],
  // Workloads only name pods; discovery that was not seen is no proof that there are no other policies.
  helpful: ["api.workloads", "api.discovery"],
  looks: (facts) => {
    const policies = entriesSeen(facts["api.network-policies"]);
    const pods = podsByNamespace(entriesSeen(facts["api.pods"]), entriesSeen(facts["api.workloads"]));
    const others = otherPolicies(facts["api.discovery"]);
    return ({ name }) => {
      const live = pods.get(name) ?? [];
      if (live.length === 0) return [];
      const onHost = live.filter(({ pod }) => pod.hostNetwork);
      const own = policies.filter(({ namespace }) => namespace === name);
      const bound = live.filter((one) => !onHost.includes(one));
      return [
        ...directions
          .flatMap((direction) => inDirection(direction, own, bound))
          .map((shown) =>
            others.length === 0 || shown.kind === "detail"
              ? shown
              : { kind: "review" as const, value: `${shown.value}; policies of ${listed(others)} were not read` },
          ),
        ...onHost.map(({ place }) => ({
          kind: "detail" as const,
          value: `${place} is on the host's network, where policies do not bind it`,
        })),
      ];
    };
  },
  finding: "traffic is not denied by default in",
  forPerson: "whether traffic is denied by default is for a person in",
  passing: "In every namespace with pods both directions are denied by default.",
  none: "No namespace has pods.",
  expected:
    "every namespace of users with pods has policies with an empty podSelector for Ingress and for Egress, and none of " +
    "them lets everything through",
  check:
    "Run kubectl get networkpolicies --all-namespaces -o yaml. A direction is denied by default where a policy with an " +
    "empty podSelector has it in its policyTypes: then only what some policy allows gets through, and policies add " +
    "up. A rule without peers and ports, or with 0.0.0.0/0 or ::/0 at all ports, in such a policy lets everything " +
    "through. Policies bind no pods on the host's network. Policies of Cilium, Calico, Antrea and AdminNetworkPolicies " +
    "can deny and allow as well: plimsoll does not read them, so where the API serves them a person has to look. " +
    "Whether the network plugin enforces any policy is another check (network-policy-enforcement).",
  fix:
    "Give each namespace a NetworkPolicy with podSelector: {}, policyTypes: [Ingress, Egress] and no rules, then " +
    "policies that allow what its pods need, DNS first. Take out policies for all pods that allow everything.",
});
