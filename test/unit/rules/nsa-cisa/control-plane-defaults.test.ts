import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { ObservedFacts } from "../../../../src/evidence/node.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import { baseStates } from "../../../support/base-states.ts";
import { here } from "../../../support/facts.ts";
import { nodeRule } from "../../../support/node-rule.ts";

const states = await baseStates();
const factsOn = (name: string): ObservedFacts => {
  const state = states.find((one) => one.name === name);
  if (state === undefined) throw new Error(`no base state ${name}`);
  // Certificates are newer than the time that the base states give; those of the lab are valid for ten years.
  return { ...state.facts, "node.collected-at": here("2030-01-01T00:00:00.000Z") };
};

const met = "not_a_finding";
const outside = "not_applicable";

/** What the checks say of kubeadm 1.36's own control plane, of one hardened by the STIG, and of a default worker. */
const expected: readonly (readonly [string, Status, Status, Status])[] = [
  ["anonymous-authentication", "open", met, outside],
  ["static-user-credentials", "not_reviewed", "not_reviewed", outside],
  ["user-authentication-method", "not_reviewed", "not_reviewed", outside],
  ["authorization-mode", met, met, outside],
  ["audit-logging-enabled", "open", met, outside],
  // The STIG's one rule keeps the bodies of Secrets.
  ["audit-policy-content", "open", "not_reviewed", outside],
  ["audit-log-retention", "open", met, outside],
  ["tls-protocol-and-ciphers", met, met, met],
  // kubeadm's kubelet signs its serving certificate itself.
  ["certificate-validity", "not_reviewed", "not_reviewed", "not_reviewed"],
];

describe.each(expected)("%s on nodes as recorded", (id, ...statuses) => {
  it.each([
    ["default control plane", statuses[0]],
    ["mended control plane", statuses[1]],
    ["default worker", statuses[2]],
  ] as const)("%s: %s", (name, status) => {
    const { literal } = judgeNode(nodeRule(id), factsOn(name));
    expect(literal.status, literal.reason).toBe(status);
  });
});
