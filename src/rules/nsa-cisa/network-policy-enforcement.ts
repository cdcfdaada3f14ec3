import type { CniConfiguration } from "../../evidence/host-state.ts";
import type { NodeLayout } from "../../evidence/layout.ts";
import type { Listener } from "../../evidence/listeners.ts";
import type { NetworkSettings } from "../../evidence/network-settings.ts";
import { entriesSeen, type Known, type Observed } from "../../evidence/observed.ts";
import type { ApiPod } from "../../evidence/pods.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict } from "../../findings/verdict.ts";
import { condition, defineNodeRule, unseenVerdict } from "../define-rule.ts";
import { enforcementMode, isOff, isOn } from "../kit/guidance/network/cilium-settings.ts";
import { isAgentPod, ownNetwork, type PolicyAgent, plainPlugins, policyAgents } from "../kit/guidance/policy-agents.ts";

type AgentSeen = { readonly agent: PolicyAgent; readonly seen: Seen };

const inPods = (pods: Observed<readonly ApiPod[]>): readonly AgentSeen[] =>
  entriesSeen(pods).flatMap((pod) => {
    const what = `${pod.namespace}/DaemonSet ${pod.owner?.name}`;
    return policyAgents
      .filter(({ product }) => isAgentPod(pod, product))
      .map((agent) => ({ agent, seen: { what, value: `${agent.product} runs`, source: pods.source } }));
  });

const bySockets = (listeners: Observed<readonly Listener[]>): readonly AgentSeen[] =>
  entriesSeen(listeners).flatMap(({ program = "" }) =>
    policyAgents
      .filter(({ programs }) => programs.includes(program))
      .map((agent) => ({
        agent,
        seen: { what: `program ${program}`, value: "holds a socket of the node", source: listeners.source },
      })),
  );

const showConfigurations = ({ source }: Known<unknown>, all: readonly CniConfiguration[]): readonly Seen[] =>
  all.map(({ file, plugins }, index) => ({
    what: index === 0 ? `${file}, the one in force` : file,
    value: plugins.state === "present" ? plugins.value.join(", ") : "not understood",
    source: { ...source, file },
  }));

/** What of Cilium's settings keeps it from enforcing NetworkPolicies, or from being known to; nothing: it enforces them. */
function keptFromEnforcing(settings: Observed<NetworkSettings>, seen: readonly Seen[]): Verdict | undefined {
  if (settings.state === "unknown") return unseenVerdict(settings);
  const cilium = settings.state === "present" ? settings.value.cilium : undefined;
  if (cilium === undefined) {
    return notReviewed(
      "Cilium runs here, and there is no ConfigMap kube-system/cilium-config with its settings.",
      seen,
    );
  }
  const off = [
    ...(enforcementMode(cilium["enable-policy"]) === "never" ? ["enable-policy: never"] : []),
    // It then only tells of what it would have dropped.
    ...(isOn(cilium["policy-audit-mode"]) ? ["policy-audit-mode: true"] : []),
    ...(isOff(cilium["enable-k8s-networkpolicy"]) ? ["enable-k8s-networkpolicy: false"] : []),
  ];
  if (off.length === 0) return undefined;
  const value = off.join(", ");
  const row = { what: "ConfigMap kube-system/cilium-config", value, source: settings.source };
  return open(`Cilium enforces no network policies here: ${value}.`, [...seen, row]);
}

/** Which plugin is in force, and that what enforces goes with it. */
function withAgents(
  agents: readonly PolicyAgent[],
  inForce: readonly string[],
  settings: Observed<NetworkSettings>,
  seen: readonly Seen[],
): Verdict {
  const known = agents.find(({ plugins, unless }) => !unless && plugins.some((plugin) => inForce.includes(plugin)));
  if (known !== undefined) {
    const kept = known.product === "Cilium" ? keptFromEnforcing(settings, seen) : undefined;
    if (kept !== undefined) return kept;
    return notAFinding(`${known.product} runs here and enforces network policies for ${inForce.join(", ")}.`, seen);
  }
  const named = agents.map(({ product, unless }) => (unless ? `${product} (${unless})` : product));
  const plugins = inForce.length > 0 ? inForce.join(", ") : "none";
  return notReviewed(
    `Here runs ${[...new Set(named)].join(", ")}, and the network plugin in force is ${plugins}: whether policies are enforced is for a person.`,
    seen,
  );
}

/** No agent is known here: a finding only where all that may enforce was looked for. */
function withoutAgent(
  all: readonly CniConfiguration[],
  pods: Observed<unknown>,
  layout: Observed<NodeLayout>,
  seen: readonly Seen[],
): Verdict {
  const plugins = all.flatMap(({ plugins: named }) => (named.state === "present" ? named.value : ["not understood"]));
  const shown = [...new Set(plugins)].join(", ");
  const isPlain = plugins.some((name) => name === "bridge" || name === "flannel");
  if (!isPlain || !plugins.every((name) => plainPlugins.includes(name))) {
    const which = plugins.length > 0 ? `The plugins of this node are ${shown}` : "No network configuration was found";
    return notReviewed(`${which}, and no agent that is known to enforce policies was seen.`, seen);
  }
  if (pods.state === "unknown") return unseenVerdict(pods);
  if (pods.state === "absent") return notReviewed("The API does not know this node: its pods were not seen.", seen);
  if (layout.state === "unknown") return unseenVerdict(layout);
  return open(`Nothing enforces network policies here: the plugins are ${shown}, and no agent for them runs.`, seen);
}

const enforces = condition(
  ["host.cni"] as const,
  (facts) => {
    const cni = facts["host.cni"];
    const pods = facts["api.node-pods"];
    const layout = facts["node.layout"];
    const all = entriesSeen(cni);
    const found = [...inPods(pods), ...bySockets(facts["host.listeners"])];
    const seen = [...showConfigurations(cni, all), ...found.map((one) => one.seen)];
    const inForce = all[0]?.plugins;
    if (inForce?.state === "unknown") return unseenVerdict(inForce);
    const own = layout.state === "present" ? layout.value.distribution : "plain";
    if (own in ownNetwork) return notReviewed(`${ownNetwork[own as keyof typeof ownNetwork]}.`, seen);
    return found.length > 0
      ? withAgents(
          found.map(({ agent }) => agent),
          inForce?.state === "present" ? inForce.value : [],
          facts["api.network-settings"],
          seen,
        )
      : withoutAgent(all, pods, layout, seen);
  },
  ["api.node-pods", "api.network-settings", "host.listeners", "node.layout"] as const,
);

export const rule = defineNodeRule({
  id: "network-policy-enforcement",
  roles: ["control-plane", "worker"],
  literal: [enforces],
  expected: "a network plugin that is known to enforce network policies runs on every node",
  check:
    "On every node read which plugins the first file in /etc/cni/net.d names, and see which agent of it runs there " +
    "(kubectl get daemonsets -A). Calico, Canal, Cilium (unless the ConfigMap " +
    "kube-system/cilium-config has enable-policy never or policy-audit-mode true, or a CiliumNodeConfig says so for some nodes), Antrea, Weave Net, OVN-Kubernetes and Azure NPM enforce; " +
    "kube-router, Amazon VPC CNI and Kube-OVN do so by an option; bridge, host-local and flannel alone never do. The " +
    "API accepts network policies all the same. Prove it with a policy that denies all, and a connection tried.",
  fix:
    "Install a network plugin that enforces policies, or beside flannel one that only enforces (Canal, " +
    "kube-network-policies), on every node. Changing the plugin of a running cluster interrupts its pods' network: do " +
    "it node by node, drained, or in a new cluster.",
});
