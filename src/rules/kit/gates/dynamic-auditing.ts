import { notAFinding, notReviewed } from "../../../findings/verdict.ts";
import type { Condition } from "../../define-rule.ts";
import { type GateTest, onControlPlane, runningGates } from "../command-line/control-plane-part.ts";
import { withoutKubeletFlag } from "../kubelet/kubelet-flag.ts";
import { kubeletByVersion } from "../kubelet/kubelet-version.ts";
import { imageVersion, isSince, versionUnknown } from "../kubernetes-version.ts";
import { gateOrGroupValues } from "./feature-gates.ts";
import { kubeletConfigGate, kubeletGateInForce } from "./kubelet-gates.ts";
import { withoutGateInStaticPods } from "./static-pod-gates.ts";

const gate = "DynamicAuditing";
// kube_features.go: alpha since 1.13, off by default but with AllAlpha, removed in 1.19.
const group = "AllAlpha";
const gone = 19;

/** By the check text: no manifest and no kubelet configuration sets the gate, no kubelet has --feature-gates. */
export const withoutDynamicAuditing: readonly Condition[] = [
  onControlPlane(withoutGateInStaticPods(gate)),
  withoutKubeletFlag("feature-gates"),
  kubeletConfigGate(gate, (value) => value === undefined || value === false),
];

const isEnabled = (values: readonly unknown[]): boolean => values.some((value) => value !== false);

const componentLacksGate: GateTest =
  (component) =>
  (flags, { image }) => {
    const version = imageVersion(image);
    if (!isEnabled(gateOrGroupValues(flags, gate, group)) || (version !== undefined && isSince(version, gone)))
      return true;
    return version === undefined ? versionUnknown(component, image) : false;
  };

/** As it runs: off where nothing sets the gate, in any release; since 1.19 it has no effect. */
export const runsWithoutDynamicAuditing: readonly Condition[] = [
  ...runningGates(componentLacksGate),
  kubeletByVersion(
    (version) =>
      isSince(version, gone)
        ? notAFinding(`The kubelet has no gate ${gate}: it is gone since 1.${gone}.`)
        : [kubeletGateInForce(gate, (values) => !isEnabled(values), { group })],
    [
      kubeletGateInForce(
        gate,
        (values) => !isEnabled(values) || notReviewed(`The kubelet sets ${gate}, and its version is not known.`),
        { group },
      ),
    ],
  ),
];
