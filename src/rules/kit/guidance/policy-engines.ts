import type { DiscoveredVersion } from "../../../evidence/discovery.ts";

/** Programs that admit pods by policies of their own, by the API groups of those. */
const engines: readonly (readonly [group: RegExp, name: string])[] = [
  [/^(policies\.)?kyverno\.io$/, "Kyverno"],
  [/^(templates|constraints)\.gatekeeper\.sh$/, "Gatekeeper"],
  [/^policies\.kubewarden\.io$/, "Kubewarden"],
  [/^policy\.jspolicy\.com$/, "jsPolicy"],
  [/^security\.openshift\.io$/, "OpenShift's SecurityContextConstraints"],
];

/** The policy engines whose objects the API serves: installed, which does not say that a policy of theirs is in force. */
export const enginesServed = (discovery: readonly DiscoveredVersion[]): readonly string[] =>
  engines.flatMap(([group, name]) => (discovery.some((version) => group.test(version.group)) ? [name] : []));
