import { describe, expect, it } from "vitest";
import { fixesFor, madeNodes } from "../../../src/assess/fixes.ts";
import type { DistributionName } from "../../../src/evidence/layout.ts";
import { distributions } from "../../../src/evidence/layout.ts";
import type { NodeRoles } from "../../../src/evidence/node.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../src/findings/verdict.ts";
import { defineNodeRule } from "../../../src/rules/define-rule.ts";
import type { Change } from "../../../src/rules/fixes/change.ts";
import { fixesOn } from "../../../src/rules/fixes/fixes-on.ts";
import { controlPlane, denied, facts, here, layoutOf, worker } from "../../support/facts.ts";

type Node = {
  readonly of?: DistributionName;
  readonly role?: NodeRoles;
  readonly literal: Verdict;
  readonly effective?: Verdict;
  readonly beyondText?: boolean;
};

const bad = open("bad");
const ok = notAFinding("ok");

const fixesOf = (changes: readonly Change[], nodes: Readonly<Record<string, Node>>) => {
  const rule = defineNodeRule({ id: "V-1", roles: [], literal: [], expected: "", check: "", fix: "", changes });
  const made = madeNodes(
    Object.entries(nodes).map(([target, { of, role }]) => ({
      target,
      facts: facts({
        "node.layout": of === undefined ? denied : layoutOf(of),
        ...(role && { "node.role": here(role) }),
      }),
    })),
  );
  const judged = Object.entries(nodes).map(([target, { literal, effective = literal, beyondText = false }]) => ({
    target,
    judgement: { literal, effective, beyondText, outsideRoles: false },
  }));
  return fixesFor(rule, judged, made).fixes;
};
const how = (of: DistributionName, change: Change) => fixesOn(of, [change])[0]?.how;

describe("fixes of a finding", () => {
  it("are those of the distribution that the open nodes are of, without names", () => {
    const change = "kubelet setting";
    const nodes = {
      w1: { of: "kubeadm", literal: bad },
      w2: { of: "kubeadm", literal: bad },
      w3: { of: "kubeadm", literal: ok },
    } as const;
    expect(fixesOf([change], nodes)).toEqual([
      { distribution: "kubeadm", nodes: 2, change, how: how("kubeadm", change) },
    ]);
  });

  it("name the nodes where the cluster mixes distributions, unless there are many", () => {
    const many = Array.from({ length: 9 }, (_, index) => [`r${index}`, { of: "rke2", literal: bad }] as const);
    const fixes = fixesOf(["kubelet flag"], { k: { of: "kubeadm", literal: bad }, ...Object.fromEntries(many) });
    expect(fixes).toMatchObject([
      { distribution: "kubeadm", nodes: 1, on: ["k"] },
      { distribution: distributions.rke2.title, nodes: 9 },
    ]);
    expect(fixes?.[1]).not.toHaveProperty("on");
    // The one node that is open is still one of a mixed cluster.
    expect(
      fixesOf(["kubelet flag"], { k: { of: "kubeadm", literal: bad }, r: { of: "rke2", literal: ok } }),
    ).toMatchObject([{ on: ["k"] }]);
  });

  it("are there where only the effective reading is open", () => {
    expect(fixesOf(["kubelet flag"], { w: { of: "k3s", literal: ok, effective: bad } })).toHaveLength(1);
  });

  it("count nodes beyond the text by the effective reading", () => {
    const beyond = { of: "kubeadm", literal: bad, beyondText: true } as const;
    expect(fixesOf(["kubelet flag"], { w: { ...beyond, effective: ok } })).toBeUndefined();
    expect(fixesOf(["kubelet flag"], { w: beyond })).toHaveLength(1);
  });

  it.each([
    ["nothing is open", { w: { of: "kubeadm", literal: ok }, u: { of: "kubeadm", literal: notReviewed("?") } }],
    ["the distribution is not known", { w: { literal: bad } }],
    ["the change is not known there", { w: { of: "gke", literal: bad } }],
  ] as const)("are left out where %s", (_what, nodes) => {
    expect(fixesOf(["kubelet flag"], nodes)).toBeUndefined();
  });

  it("leave out flags of a control plane on nodes that have none, and only there", () => {
    const changes = ["flag of kube-apiserver", "kubelet flag"] as const;
    const changedOn = (role?: NodeRoles) =>
      fixesOf(changes, { n: { of: "kubeadm", literal: bad, ...(role && { role }) } })?.map(({ change }) => change);
    expect(changedOn(worker)).toEqual(["kubelet flag"]);
    expect(changedOn(controlPlane)).toEqual(changes);
    expect(changedOn()).toEqual(changes);
  });

  it("say of components without a distribution that it is not known", () => {
    expect(fixesOf(["kubelet flag"], { w: { of: "plain", literal: bad } })).toMatchObject([
      { distribution: "a distribution that is not known" },
    ]);
  });
});
