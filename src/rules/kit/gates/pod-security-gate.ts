import type { Flags } from "../../../evidence/go-flags.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { notApplicable } from "../../../findings/verdict.ts";
import type { Condition } from "../../define-rule.ts";
import { isPluginOn } from "../command-line/admission-plugins.ts";
import type { FlagTest, Outcome } from "../command-line/command-line.ts";
import { configuredFlags, runningFlags } from "../command-line/component-flag.ts";
import { configuredGates, type GateTest, onControlPlane } from "../command-line/control-plane-part.ts";
import { withoutKubeletFlag } from "../kubelet/kubelet-flag.ts";
import { kubeletByVersion } from "../kubelet/kubelet-version.ts";
import { imageVersion, isSince, type KubernetesVersion, showVersion, versionUnknown } from "../kubernetes-version.ts";
import { gateOrGroupValues, gateValues } from "./feature-gates.ts";
import { kubeletConfigGate } from "./kubelet-gates.ts";

/** Gate and admission plugin have the same name. */
const name = "PodSecurity";
// kube_features.go: alpha and off in 1.22, on since 1.23 but with AllBeta=false, locked on in 1.25, gone in 1.28.
const alpha = 22;
const beta = 23;
const locked = 25;
const gone = 28;

const tooOld = (component: string, version: KubernetesVersion) =>
  notApplicable(`${component} is ${showVersion(version)}: ${name} came with 1.${alpha}.`);

const isNeverOff = (flags: Flags): boolean => gateValues(flags, name).every((value) => value === true);
const isWrittenOn = (flags: Flags): boolean => gateValues(flags, name).length > 0 && isNeverOff(flags);

/** The outcome for a component of a release that knows the gate; the older ones do not have the plugin either. */
const since122 = (
  component: string,
  { image }: Invocation,
  judge: (version: KubernetesVersion) => Outcome,
): Outcome => {
  const version = imageVersion(image);
  if (version === undefined) return versionUnknown(component, image);
  return isSince(version, alpha) ? judge(version) : tooOld(component, version);
};

const componentSetsGate: GateTest = (component) => (flags, call) =>
  since122(component, call, (version) => (isSince(version, gone) ? isNeverOff(flags) : isWrittenOn(flags)));

const pluginIsOn = (flags: Flags): boolean => isPluginOn(flags, name, "on by default");

const component = "kube-apiserver";
const pluginFlags = ["disable-admission-plugins", "admission-control"] as const;

const whereTextCannotBeCarriedOut: FlagTest = (flags, call) =>
  since122(component, call, (version) =>
    isSince(version, gone) ? pluginIsOn(flags) : notApplicable(`The text is about the gate until 1.${gone - 1}.`),
  );

const isOffAsBeta = (flags: Flags, version: KubernetesVersion): boolean =>
  !isSince(version, locked) && gateOrGroupValues(flags, name, "AllBeta").some((value) => value !== true);

/** Whether a running API server holds pods to their namespace's level. */
export const admissionIsOn: FlagTest = (flags, call) =>
  since122(component, call, (version) =>
    isSince(version, beta)
      ? isNeverOff(flags) && !isOffAsBeta(flags, version) && pluginIsOn(flags)
      : isWrittenOn(flags) && pluginIsOn(flags),
  );

/**
 * By the check text the gate is written down as true everywhere. Since 1.28 it is gone, and who sets it does not start:
 * of the control plane the plugin is demanded instead, of the kubelet only that it has no --feature-gates.
 */
export const setsPodSecurity: readonly Condition[] = [
  ...configuredGates(componentSetsGate),
  onControlPlane(configuredFlags({ component, flags: pluginFlags }, whereTextCannotBeCarriedOut)),
  kubeletByVersion((version) => {
    if (!isSince(version, alpha)) return tooOld("kubelet", version);
    const withoutFlag = withoutKubeletFlag("feature-gates");
    return isSince(version, gone) ? [withoutFlag] : [withoutFlag, kubeletConfigGate(name, (value) => value === true)];
  }),
];

/** As it runs: the API server admits pods by their namespace's Pod Security level. The kubelet has no part in it. */
export const runsPodSecurity: readonly Condition[] = [
  onControlPlane(runningFlags({ component, flags: ["feature-gates", ...pluginFlags] }, admissionIsOn)),
];
