import { describe, expect, it } from "vitest";
import { assess } from "../../../src/assess/assess.ts";
import type { KubeletInForce } from "../../../src/evidence/kubelet-in-force.ts";
import type { CollectedFacts, NodeEvidence, NodeRead } from "../../../src/evidence/node.ts";
import { type Observed, present, unknown } from "../../../src/evidence/observed.ts";
import { unreadClusterFacts, unreadFacts } from "../../../src/evidence/unread.ts";
import type { Finding, FindingGroup } from "../../../src/findings/assessment.ts";
import { inForce } from "../../support/configz.ts";
import { assessInput, clusterEvidence, nodeEvidence } from "../../support/evidence.ts";
import { apiNodeOf, denied, here, kubelet } from "../../support/facts.ts";

const source = { host: "https://api", request: "GET /api/v1/nodes/n1/proxy/configz" };
const nodes = here([apiNodeOf("n1"), apiNodeOf("n2")]);
const refused = { state: "unread", cause: "refused", message: "the connection was refused" } as const;

const node = (name: string, read: NodeRead, given: Partial<CollectedFacts>): NodeEvidence =>
  nodeEvidence(name, { ...unreadFacts(name, "refused", refused.message), ...given }, { address: name, read });

function findings(said: Observed<KubeletInForce>, evidence: readonly NodeEvidence[]): readonly Finding[] {
  const api = clusterEvidence({
    ...unreadClusterFacts("https://api", "permission-denied", "forbidden"),
    "api.nodes": nodes,
    "api.configz": present([{ node: "n1", inForce: said }], source),
  });
  return assess(assessInput(evidence, api)).findings;
}

/** What V-242391, anonymous requests to the kubelet, says of n1. */
function ofNode(said: Observed<KubeletInForce>, evidence: NodeEvidence, id = "V-242391"): FindingGroup | undefined {
  const finding = findings(said, [evidence]).find((one) => one.id === id);
  return finding?.groups.find(({ targets }) => targets.includes("n1"));
}

const file = (enabled: boolean) => {
  const { "node.role": _role, ...given } = kubelet(["--config=/c"], { "authentication.anonymous.enabled": enabled });
  return node("n1", { state: "read" }, given as Partial<CollectedFacts>);
};
const anonymous = present(inForce({ "authentication.anonymous.enabled": true }), source);
const closed = present(inForce(), source);
const inConfigz = "authentication.anonymous.enabled in the kubelet's /configz";

describe("a kubelet's own word", () => {
  it("contradicts its file: what is in force counts, what the text asks for is said", () => {
    expect(ofNode(anonymous, file(false))).toMatchObject({
      literal: {
        status: "not_a_finding",
        reason: expect.stringContaining("The API contradicts: In force is true, by /configz."),
      },
      effective: {
        status: "open",
        reason: expect.stringMatching(/^In force is false, from the config .*\. The API contradicts: In force is true/),
      },
    });
  });

  it("does not mend a finding of the node", () => {
    expect(ofNode(closed, file(true))).toMatchObject({
      literal: { status: "open" },
      effective: { status: "open", reason: expect.stringContaining("The API contradicts: In force is false") },
    });
  });

  it("confirms, and is shown with where it is from", () => {
    const { literal, effective } = ofNode(closed, file(false)) ?? {};
    expect([literal?.status, effective?.status]).toEqual(["not_a_finding", "not_a_finding"]);
    expect([literal?.reason, effective?.reason].join(" ")).not.toContain("API");
    const shown = effective?.seen.map(({ what, value, source: from }) => [what, value, from.request]);
    expect(shown).toContainEqual([inConfigz, "false", source.request]);
    expect(literal?.seen.map(({ what }) => what)).not.toContain(inConfigz);
  });

  it("passes a node without SSH in force, never by the text", () => {
    expect(ofNode(closed, node("n1", refused, {}))).toMatchObject({
      literal: { status: "not_reviewed" },
      effective: { status: "not_a_finding", reason: "By the API alone: In force is false, by /configz." },
    });
    expect(ofNode(anonymous, node("n1", refused, {}))).toMatchObject({
      literal: { status: "not_reviewed" },
      effective: { status: "open" },
    });
  });

  it("passes a node that is not in the inventory in the same way", () => {
    const finding = findings(closed, []).find(({ id }) => id === "V-242391");
    expect(finding).toMatchObject({ status: "not_reviewed", effectiveStatus: "not_reviewed" });
    expect(finding?.groups.map(({ targets, effective }) => [targets, effective.status])).toEqual([
      [["n1"], "not_a_finding"],
      [["n2"], "not_reviewed"],
    ]);
  });

  it("is all there is to know of what is in force, where the node was read and its kubelet was not seen (K3s)", () => {
    const embedded = node("n1", { state: "read" }, { "process.kubelet": denied, "kubelet.config": denied });
    expect(ofNode(closed, embedded)).toMatchObject({
      literal: { status: "not_reviewed" },
      effective: { status: "not_a_finding" },
    });
  });

  it("changes nothing where the kubelet did not answer, or with anything", () => {
    const garbage = unknown("unparseable", "not what the API answers with", source);
    for (const evidence of [file(false), node("n1", refused, {})]) {
      const alone = ofNode(unknown("timed-out", "no answer", source), evidence);
      expect(ofNode(garbage, evidence)).toEqual(alone);
      expect(JSON.stringify(alone)).not.toContain("configz");
    }
  });

  it("says nothing of certificates and flags", () => {
    for (const id of ["V-242404", "V-242424", "V-242425"]) {
      expect(ofNode(closed, node("n1", refused, {}), id)?.effective.status, id).toBe("not_reviewed");
    }
  });
});
