import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { Status } from "../../../../src/findings/verdict.ts";
import type { NodeRule } from "../../../../src/rules/define-rule.ts";
import { rule as modules } from "../../../../src/rules/nsa-cisa/linux-security-modules.ts";
import { rule as forwarding } from "../../../../src/rules/nsa-cisa/log-forwarding.ts";
import { rule as persistence } from "../../../../src/rules/nsa-cisa/log-persistence.ts";
import { rule as monitoring } from "../../../../src/rules/nsa-cisa/monitoring-and-alerting.ts";
import { rule as policies } from "../../../../src/rules/nsa-cisa/network-policy-enforcement.ts";
import { rule as rootless } from "../../../../src/rules/nsa-cisa/rootless-container-engine.ts";
import { rule as seccomp } from "../../../../src/rules/nsa-cisa/seccomp-audit-mode.ts";
import { recordedFacts } from "../../../support/base-states.ts";
import { controlPlane, denied, facts, here, worker } from "../../../support/facts.ts";

const expected: readonly (readonly [NodeRule, whenApiWasRead: Status, without: Status])[] = [
  [rootless, "not_reviewed", "not_reviewed"],
  [seccomp, "not_applicable", "not_applicable"],
  [policies, "open", "not_reviewed"],
  [forwarding, "open", "not_reviewed"],
  [monitoring, "not_reviewed", "not_reviewed"],
];

describe.each(["cp1", "w1"] as const)("a recorded node of kubeadm: %s", async (node) => {
  const recorded = { ...(await recordedFacts(node)), "node.role": here(node === "cp1" ? controlPlane : worker) };

  it.each(expected.map((row) => [row[0].id, ...row] as const))("%s", (_, rule, whenApiWasRead, without) => {
    const judged = [here([]), denied].map(
      (pods) => judgeNode(rule, facts({ ...recorded, "api.node-pods": pods })).literal.status,
    );
    expect(judged).toEqual([whenApiWasRead, without]);
  });

  it("has seen what the checks on its logs and security modules need", () => {
    const [logs, confined] = [persistence, modules].map((rule) => judgeNode(rule, facts(recorded)).literal);
    expect(logs?.status).toBe("not_a_finding");
    expect(confined?.reason).toMatch(/^Neither AppArmor nor SELinux is seen, but securityfs, [^.]*, is not mounted\./);
  });
});
