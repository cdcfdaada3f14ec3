import type { NetworkSettings } from "../../evidence/network-settings.ts";
import { entriesSeen, type Observed } from "../../evidence/observed.ts";
import { namespaceCheck } from "../kit/guidance/namespace-check.ts";
import { reachOf } from "../kit/guidance/network/agents-on.ts";
import { enforcementMode, reachOfPolicies } from "../kit/guidance/network/cilium-settings.ts";
import { inDirection } from "../kit/guidance/network/default-deny.ts";
import { type Direction, directions } from "../kit/guidance/network/directions.ts";
import { otherPolicies } from "../kit/guidance/network/other-policies.ts";
import { effectsIn, type Product } from "../kit/guidance/network/plugin-effects.ts";
import { podsByNamespace } from "../kit/guidance/network/pods-of.ts";
import { isAgentPod } from "../kit/guidance/policy-agents.ts";
import { listed } from "../kit/unknown-data.ts";

/** Cilium can be set to deny wherever no policy allows, without any policy. */
const alwaysDenying = (settings: Observed<NetworkSettings>): readonly string[] =>
  settings.state === "present" && enforcementMode(settings.value.cilium?.["enable-policy"]) === "always"
    ? ["Cilium's enable-policy: always"]
    : [];

export const rule = namespaceCheck({
  id: "default-deny-network",
  needs: ["api.network-policies", "api.pods"],
  // Workloads only name pods; discovery or policies that were not seen are no proof that there are no other policies.
  helpful: ["api.workloads", "api.discovery", "api.plugin-policies", "api.network-settings"],
  looks: (facts) => {
    const policies = entriesSeen(facts["api.network-policies"]);
    const listedPods = entriesSeen(facts["api.pods"]);
    const pods = podsByNamespace(listedPods, entriesSeen(facts["api.workloads"]));
    const others = otherPolicies(facts["api.discovery"], facts["api.plugin-policies"]);
    const ofPlugins = entriesSeen(facts["api.plugin-policies"]);
    const mayDeny = alwaysDenying(facts["api.network-settings"]);
    return (space) => {
      const live = pods.get(space.name) ?? [];
      if (live.length === 0) return [];
      const onHost = live.filter(({ pod }) => pod.hostNetwork);
      const own = policies.filter(({ namespace }) => namespace === space.name);
      const bound = live.filter((one) => !onHost.includes(one));
      const nodes = [...new Set(bound.flatMap(({ pod }) => pod.node ?? []))];
      const runs = (product: Product) => {
        const reach = reachOf((pod) => isAgentPod(pod, product), listedPods, nodes);
        return product === "Cilium" ? reachOfPolicies(reach, facts["api.network-settings"]) : reach;
      };
      const inOne = (direction: Direction) =>
        inDirection(direction, own, bound, { effects: effectsIn(space, direction, ofPlugins), runs, mayDeny });
      return [
        ...directions
          .flatMap(inOne)
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
    "through. Policies bind no pods on the host's network. Policies of Cilium and Calico count as well, by their selectors " +
    "and rules: kubectl get ciliumnetworkpolicies,ciliumclusterwidenetworkpolicies -A -o yaml, and kubectl get " +
    "networkpolicies.crd.projectcalico.org,globalnetworkpolicies.crd.projectcalico.org -A -o yaml. A person has to look " +
    "where policies in tiers of Calico, AdminNetworkPolicies or policies of Antrea and other plugins may deny or allow. " +
    "Whether the network plugin enforces any policy is another check (network-policy-enforcement).",
  fix:
    "Give each namespace a NetworkPolicy with podSelector: {}, policyTypes: [Ingress, Egress] and no rules, then " +
    "policies that allow what its pods need, DNS first. Take out policies for all pods that allow everything.",
});
