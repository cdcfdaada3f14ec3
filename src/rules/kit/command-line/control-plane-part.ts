import type { NodeLayout } from "../../../evidence/layout.ts";
import type { NodeRoles, ObservedFacts } from "../../../evidence/node.ts";
import type { Observed } from "../../../evidence/observed.ts";
import { notApplicable, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { type Condition, unseenVerdict } from "../../define-rule.ts";
import { type Change, kubernetesComponents } from "../../fixes/change.ts";
import type { FlagTest } from "./command-line.ts";
import { type ControlPlaneComponent, configuredFlags, runningFlags } from "./component-flag.ts";

/** The provider's control plane is a part of the cluster that no other node stands for: there may be one to look at. */
function ofWorker(layout: Observed<NodeLayout>): Verdict {
  if (layout.state === "unknown") return unseenVerdict(layout);
  return layout.state === "present" && layout.value.controlPlane === "run by the provider"
    ? notReviewed(`The control plane is inherited from the provider: ${layout.value.title} runs it.`)
    : notApplicable("The node is no control plane: no control-plane component is to be looked at.");
}

/** A part that is for nodes of some role: where the role is not known it proves a finding, and nothing else. */
function onRole(part: Condition, covers: (roles: NodeRoles) => boolean, elsewhere: (facts: ObservedFacts) => Verdict) {
  return (facts: ObservedFacts): Verdict => {
    const role = facts["node.role"];
    if (role.state === "present" && !covers(role.value)) return elsewhere(facts);
    const verdict = part.decide(facts);
    if (role.state === "present" || verdict.status === "open") return verdict;
    return role.state === "unknown" ? unseenVerdict(role) : notReviewed("The node's role is not known.");
  };
}

/**
 * The part of a rule for all nodes that is about control-plane nodes only. Where the node's role is not known it can
 * still prove a finding, but neither a pass nor that it does not apply.
 */
export const onControlPlane = (part: Condition): Condition => ({
  needs: ["node.role", "node.layout", ...part.needs],
  ...(part.says === undefined ? {} : { says: `on control-plane nodes ${part.says}` }),
  decide: onRole(
    part,
    ({ controlPlane }) => controlPlane,
    (facts) => ofWorker(facts["node.layout"]),
  ),
});

/** The part of a rule for all nodes that is about etcd: control-plane nodes and hosts of etcd only. */
export const onEtcdNodes = (part: Condition): Condition => ({
  needs: ["node.role", ...part.needs],
  decide: onRole(
    part,
    ({ controlPlane, etcdOnly }) => controlPlane || etcdOnly,
    () => notApplicable("The node is neither a control plane nor a host of etcd."),
  ),
});

/** What a finding on feature gates asks to be changed. */
export const changesOfGates: readonly Change[] = [
  ...kubernetesComponents.map((component) => `flag of ${component}` as const),
  "kubelet flag",
  "kubelet setting",
];

/** What is demanded of one component's --feature-gates. */
export type GateTest = (component: ControlPlaneComponent) => FlagTest;

/** The feature gates of all three Kubernetes components, as their manifests have them and as they run: literal. */
export const configuredGates = (test: GateTest): readonly Condition[] =>
  kubernetesComponents.map((component) =>
    onControlPlane(configuredFlags({ component, flags: ["feature-gates"] }, test(component))),
  );

/** The feature gates of all three Kubernetes components as they run: effective. */
export const runningGates = (test: GateTest): readonly Condition[] =>
  kubernetesComponents.map((component) =>
    onControlPlane(runningFlags({ component, flags: ["feature-gates"] }, test(component))),
  );
