import { notApplicable } from "../../../findings/verdict.ts";
import type { Condition } from "../../define-rule.ts";
import { configuredGates, type GateTest, runningGates } from "../command-line/control-plane-part.ts";
import { withoutKubeletFlag } from "../kubelet/kubelet-flag.ts";
import { kubeletByVersion } from "../kubelet/kubelet-version.ts";
import { imageVersion, isSince, type KubernetesVersion, showVersion, versionUnknown } from "../kubernetes-version.ts";
import { enablesGate, gateValues } from "./feature-gates.ts";
import { kubeletConfigGate, kubeletGateInForce } from "./kubelet-gates.ts";

const gate = "DynamicKubeletConfig";
// kube_features.go: on by default until 1.21, deprecated and off since 1.22, gone in 1.26; the text says so, too.
const deprecated = 22;
const gone = 26;

const beyond = (component: string, version: KubernetesVersion) =>
  notApplicable(`${component} is ${showVersion(version)}: the text is about releases before 1.${gone}.`);

const isFalse = (values: readonly unknown[]): boolean => values.length > 0 && values.every((value) => value === false);

const componentSwitchesOff: GateTest =
  (component) =>
  (flags, { image }) => {
    const version = imageVersion(image);
    if (version === undefined) return versionUnknown(component, image);
    return isSince(version, gone) ? beyond(component, version) : isFalse(gateValues(flags, gate));
  };

/** By the check text: before 1.26 the gate is written down as false everywhere, and no kubelet has --feature-gates. */
export const switchesOffDynamicConfig: readonly Condition[] = [
  ...configuredGates(componentSwitchesOff),
  kubeletByVersion((version) =>
    isSince(version, gone)
      ? beyond("kubelet", version)
      : [withoutKubeletFlag("feature-gates"), kubeletConfigGate(gate, (value) => value === false)],
  ),
];

const componentLeavesOff: GateTest =
  (component) =>
  (flags, { image }) => {
    const version = imageVersion(image);
    if (version === undefined) return versionUnknown(component, image);
    if (isSince(version, gone)) return beyond(component, version);
    // Until 1.21 the gate is on by default, and --dynamic-config-dir of the kubelet decides.
    return !isSince(version, deprecated) || !enablesGate(flags, gate);
  };

const kubeletLeavesOff = (version: KubernetesVersion): Condition =>
  isSince(version, deprecated)
    ? kubeletGateInForce(gate, (values) => values.every((value) => value === false))
    : kubeletGateInForce(gate, (values, flags) => (flags.text("dynamic-config-dir") ?? "") === "" || isFalse(values), {
        besides: ["dynamic-config-dir"],
      });

/** As it runs: no kubelet takes its configuration from the API. */
export const runsWithoutDynamicConfig: readonly Condition[] = [
  ...runningGates(componentLeavesOff),
  kubeletByVersion((version) => (isSince(version, gone) ? beyond("kubelet", version) : [kubeletLeavesOff(version)])),
];
