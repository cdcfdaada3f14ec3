import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { concludeFacts } from "../../../src/assess/roles.ts";
import { type SiteDecisions, undecided } from "../../../src/evidence/site.ts";
import { open } from "../../../src/findings/verdict.ts";
import { condition, defineNodeRule, type NodeRule, type RuleRole } from "../../../src/rules/define-rule.ts";
import { apiNodeOf, controlPlaneLabel, controlPlaneTaint, here, processOf } from "../../support/facts.ts";
import {
  api,
  asControlPlane,
  asWorker,
  host,
  noApi,
  nothingOfAControlPlane,
  roleOf,
  runningKubelet,
} from "./role-of.ts";

describe("a site for which a control-plane node that takes workloads is no worker", () => {
  const site: SiteDecisions = { options: { ...undecided.options, dualRoleIsWorker: false } };
  const untainted = api(apiNodeOf("n1", { labels: controlPlaneLabel }));
  const runsScheduler = { "process.kube-scheduler": here([processOf(["kube-scheduler"])]) };

  it("is believed where the API or the host shows the control plane, and the role says why", () => {
    expect(roleOf(host("control-plane"), untainted, site)).toEqual(asControlPlane);
    expect(roleOf(host("worker", runsScheduler), api(apiNodeOf("n1")), site)).toEqual(asControlPlane);
    const role = concludeFacts(host("worker"), untainted, site)["node.role"];
    expect(role).toMatchObject({
      value: { shownBy: expect.arrayContaining(["a decision of the site (dualRoleIsWorker: false)"]) },
    });
  });

  it("is named by every rule for workers that it takes away from the node", () => {
    const forWorkers = (...also: readonly RuleRole[]) =>
      defineNodeRule({
        id: "V-1",
        roles: ["worker"],
        also,
        literal: [condition([], () => open("Set."))],
        expected: "",
        check: "",
        fix: "",
      });
    const judged = (rule: NodeRule, given: SiteDecisions) =>
      judgeNode(rule, concludeFacts(host("control-plane"), untainted, given));
    const named = expect.stringContaining("a decision of the site (dualRoleIsWorker: false)");
    expect(judged(forWorkers(), undecided)).toMatchObject({ literal: { status: "open", reason: "Set." } });
    expect(judged(forWorkers(), site)).toMatchObject({ literal: { status: "not_applicable", reason: named } });
    expect(judged(forWorkers("control-plane"), site)).toMatchObject({
      beyondText: true,
      literal: { status: "open", reason: named },
      effective: { status: "open", reason: "Set." },
    });
  });

  it("takes no rule away by the inventory's word alone", () => {
    expect(roleOf(host("control-plane"), api(apiNodeOf("n1")), site)).toEqual({ ...asControlPlane, worker: true });
  });

  it("takes no rule away where label and host disagree", () => {
    const cluster = api(apiNodeOf("n1"), apiNodeOf("cp", { labels: controlPlaneLabel }));
    expect(roleOf(host("worker", runsScheduler), cluster, site)).toEqual({ ...asControlPlane, worker: true });
  });

  it("has nothing to say of workers, of tainted nodes and of what is not known", () => {
    expect(roleOf(host("worker", { ...nothingOfAControlPlane, ...runningKubelet }), noApi, site)).toEqual(asWorker);
    expect(roleOf(host("worker"), noApi, site)).toBe("unknown");
    const tainted = api(apiNodeOf("n1", { labels: controlPlaneLabel, taints: [controlPlaneTaint] }));
    expect(concludeFacts(host("worker"), tainted, site)["node.role"]).toEqual(
      concludeFacts(host("worker"), tainted, undecided)["node.role"],
    );
  });
});
