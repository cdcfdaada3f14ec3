import type { DiscoveredVersion } from "../../../../evidence/discovery.ts";
import { type ByGroup, servedBy } from "./served-groups.ts";

/** Programs that admit pods by policies of their own, by the API groups of those. */
const engines: ByGroup = [
  [/^(policies\.)?kyverno\.io$/, "Kyverno"],
  [/^(templates|constraints)\.gatekeeper\.sh$/, "Gatekeeper"],
  [/^policies\.kubewarden\.io$/, "Kubewarden"],
  [/^policy\.jspolicy\.com$/, "jsPolicy"],
  [/^security\.openshift\.io$/, "OpenShift's SecurityContextConstraints"],
];

/** Programs that look at images before they are let in, by the API groups of their policies. */
const imagePolicies: ByGroup = [
  [/^policy\.sigstore\.dev$/, "Sigstore policy-controller"],
  [/^config\.ratify\.(deislabs\.io|dev)$/, "Ratify"],
  [/^portieris\.cloud\.ibm\.com$/, "Portieris"],
];

/** The policy engines whose objects the API serves: installed, which does not say that a policy of theirs is in force. */
export const enginesServed = (discovery: readonly DiscoveredVersion[]): readonly string[] =>
  servedBy(engines, discovery);

/** The same of programs that look at images. */
export const imagePoliciesServed = (discovery: readonly DiscoveredVersion[]): readonly string[] =>
  servedBy(imagePolicies, discovery);
