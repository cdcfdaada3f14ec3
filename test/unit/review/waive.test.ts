import { describe, expect, it } from "vitest";
import type { WaiverScope } from "../../../src/evidence/waivers.ts";
import type { Finding } from "../../../src/findings/assessment.ts";
import { notAFinding, open, type worst } from "../../../src/findings/verdict.ts";
import { coverageOf, covered } from "../../support/coverage.ts";
import { groupOf, sampleFinding, seenInFile } from "../../support/sample-assessment.ts";
import { bad, judged, onNodes, waiver } from "./waived.ts";

const coversOf = ({ review }: Finding) => review?.waivers?.map(({ covers }) => covers);

const deployment = { namespace: "shop", kind: "Deployment", name: "web" };
const namespace = { kind: "Namespace", name: "shop" };
const clusterFinding = (objects: NonNullable<ReturnType<typeof worst>["objects"]> | undefined, more: object = {}) =>
  sampleFinding({
    groups: [
      {
        targets: ["sample"],
        ofCluster: true,
        literal: { ...open("Found."), ...(objects && { objects }), ...more },
        effective: { ...open("Found."), ...(objects && { objects }), ...more },
        beyondText: false,
      },
    ],
  });

describe("what a waiver covers on nodes", () => {
  it.each<[string, WaiverScope, readonly string[]]>([
    ["the cluster", { cluster: true }, ["w1", "w2"]],
    ["a name", { nodes: ["w1"] }, ["w1"]],
    ["a pattern", { nodes: ["w*"] }, ["w1", "w2"]],
    ["a pattern that fits none", { nodes: ["W*"] }, []],
    ["a role", { roles: ["worker"] }, ["w1", "w2"]],
    ["another role", { roles: ["control-plane", "etcd"] }, []],
    ["a namespace", { namespaces: ["*"] }, []],
    ["an object", { objects: [{ kind: "*", name: "*" }] }, []],
  ])("%s", (_what, scope, expected) => {
    expect(coversOf(judged(onNodes, [waiver(scope)]))).toEqual([expected]);
  });

  it("is everything that is open, or the finding is not waived", () => {
    expect(judged(onNodes, [waiver({ nodes: ["w1"] })])).toMatchObject({ status: "open", summary: onNodes.summary });
    expect(judged(onNodes, [waiver({ nodes: ["w1"] })]).review?.waived).toBeUndefined();
    expect(judged(onNodes, [waiver({ nodes: ["w1"] }), waiver({ nodes: ["w2"] })]).review?.waived).toBe(true);
  });

  it("stays Open, and says by whom it is let be", () => {
    const { status, summary, review } = judged(onNodes, [waiver({ cluster: true })]);
    expect(status).toBe("open");
    expect(summary).toBe(`${onNodes.summary} Waived by J. Doe until 2027-01-31.`);
    expect(review).toMatchObject({ waived: true, waivers: [{ counts: true, scope: "the cluster", status: "open" }] });
    expect(review?.concluded).toBeUndefined();
  });

  it("is nothing of another rule", () => {
    expect(judged(onNodes, [waiver({ cluster: true }, { rule: "V-242390" })]).review).toBeUndefined();
  });

  it("is nothing where nothing is open", () => {
    const passing = sampleFinding();
    const { review, ...finding } = judged(passing, [waiver({ cluster: true })]);
    expect(finding).toEqual(passing);
    expect(review?.waivers).toMatchObject([{ covers: [], counts: false, why: "nothing is open" }]);
  });

  it("has to be what the running configuration is open on, too", () => {
    const elsewhere = sampleFinding({
      groups: [groupOf(["w1"], bad), groupOf(["w2"], notAFinding("Not set."), open("Unset means on."))],
    });
    expect(judged(elsewhere, [waiver({ nodes: ["w1"] })]).review?.waived).toBeUndefined();
    expect(judged(elsewhere, [waiver({ nodes: ["w*"] })]).review?.waived).toBe(true);
    const beyond = sampleFinding({ groups: [groupOf(["w1"], bad), groupOf(["etcd1"], bad, bad, true)] });
    expect(judged(beyond, [waiver({ roles: ["worker"] })]).review?.waived).toBeUndefined();
  });

  it("does not make a finding waived whose running configuration alone is open", () => {
    const finding = sampleFinding({ groups: [groupOf(["w1"], notAFinding("Not set."), open("Unset means on."))] });
    const { status, effectiveStatus, review } = judged(finding, [
      waiver({ cluster: true }, { status: "not_applicable" }),
    ]);
    expect([status, effectiveStatus]).toEqual(["not_a_finding", "open"]);
    expect(review).toMatchObject({ waivers: [{ covers: ["w1"], counts: true }] });
    expect(review?.waived).toBeUndefined();
  });
});

describe("what a waiver covers on the cluster", () => {
  const other = { namespace: "shop-2", kind: "Job", name: "import" };
  it.each<[string, WaiverScope, readonly string[]]>([
    ["the cluster", { cluster: true }, ["shop/Deployment web", "shop-2/Job import"]],
    ["a namespace", { namespaces: ["shop"] }, ["shop/Deployment web"]],
    ["namespaces", { namespaces: ["shop*"] }, ["shop/Deployment web", "shop-2/Job import"]],
    ["an object", { objects: [{ namespace: "shop", kind: "Deployment", name: "w*" }] }, ["shop/Deployment web"]],
    ["an object of another kind", { objects: [{ namespace: "shop", kind: "StatefulSet", name: "web" }] }, []],
    ["an object in no namespace", { objects: [{ kind: "*", name: "*" }] }, []],
    ["a node of the cluster's name", { nodes: ["*"] }, []],
    ["a role", { roles: ["worker"] }, []],
  ])("%s", (_what, scope, expected) => {
    expect(coversOf(judged(clusterFinding([deployment, other]), [waiver(scope)]))).toEqual([expected]);
  });

  it("is every object, or the finding is not waived", () => {
    const finding = clusterFinding([deployment, other]);
    expect(judged(finding, [waiver({ namespaces: ["shop"] })]).review?.waived).toBeUndefined();
    expect(judged(finding, [waiver({ namespaces: ["shop*"] })]).review?.waived).toBe(true);
  });

  it("may be a namespace as such", () => {
    const finding = clusterFinding([namespace]);
    expect(coversOf(judged(finding, [waiver({ namespaces: ["sh*"] })]))).toEqual([["namespace shop"]]);
    expect(coversOf(judged(finding, [waiver({ objects: [{ kind: "Namespace", name: "shop" }] })]))).toEqual([
      ["namespace shop"],
    ]);
  });

  it.each([
    ["no object is named", clusterFinding(undefined)],
    ["there is none", clusterFinding([])],
    [
      "a part was not seen",
      clusterFinding([deployment], { seen: [{ ...seenInFile("api", "GET /x", "refused"), unseen: "refused" }] }),
    ],
  ])("is the whole only by the cluster where %s", (_what, finding) => {
    const every = [waiver({ namespaces: ["*"] }), waiver({ objects: [{ namespace: "*", kind: "*", name: "*" }] })];
    expect(judged(finding, every).review?.waived).toBeUndefined();
    expect(judged(finding, [waiver({ cluster: true })]).review?.waived).toBe(true);
  });

  it("is not of a node where the cluster is called as one", () => {
    const [group] = clusterFinding([deployment]).groups;
    const finding = { ...clusterFinding([deployment]), groups: group ? [{ ...group, targets: ["w1"] }] : [] };
    expect(coversOf(judged(finding, [waiver({ nodes: ["w1"] })]))).toEqual([[]]);
    expect(coversOf(judged(finding, [waiver({ namespaces: ["shop"] })]))).toEqual([["shop/Deployment web"]]);
  });

  it("leaves out what is judged apart", () => {
    const finding = clusterFinding([deployment]);
    const [group] = finding.groups;
    if (group === undefined) throw new Error("no group");
    const apart = { ...group, targets: ["sample: workloads of the platform"], beyondText: true };
    const both = { ...finding, groups: [group, apart] };
    expect(judged(both, [waiver({ namespaces: ["shop"] })]).review?.waived).toBe(true);
  });
});

describe("a waiver does not hold", () => {
  it("after its last day, which counts", () => {
    const at = (to: string) => judged(onNodes, [waiver({ cluster: true })], { collected: { from: to, to } }).review;
    expect(at("2027-01-31T23:59:59.000Z")).toMatchObject({ waived: true, waivers: [{ counts: true }] });
    expect(at("2027-02-01T00:00:00.000Z")).toEqual({
      waivers: [expect.objectContaining({ counts: false, why: "it expired on 2027-01-31", expired: true })],
    });
    expect(at("some day")?.waived).toBeUndefined();
  });

  it("for a finding that has changed", () => {
    const { fingerprint } = judged(onNodes, []);
    const same = judged(onNodes, [waiver({ cluster: true }, { fingerprint: fingerprint ?? "" })]);
    expect(same.review?.waived).toBe(true);
    const changed = sampleFinding({ groups: [groupOf(["w1"], open("readOnlyPort is 1."))] });
    const other = judged(changed, [waiver({ cluster: true }, { fingerprint: fingerprint ?? "" })]);
    expect(other.review?.waived).toBeUndefined();
    expect(other.review?.waivers?.[0]?.why).toBe(
      `the finding has changed: its fingerprint is ${other.fingerprint}, not ${fingerprint}`,
    );
    expect(other.review?.waivers?.[0]?.expired).toBeUndefined();
  });

  it("of workers does not cover what was found to be a control plane too", () => {
    const found = (...roles: readonly ("control-plane" | "worker")[]) =>
      judged(onNodes, [waiver({ roles: ["worker"] }, { status: "not_a_finding" })], {
        coverage: coverageOf(
          ...onNodes.groups.flatMap(({ targets }) => targets).map((name) => covered(name, { roles })),
        ),
      }).status;
    expect(found("worker")).toBe("not_a_finding");
    expect(found("control-plane")).toBe("open");
    expect(found("control-plane", "worker")).toBe("open");
  });
});
