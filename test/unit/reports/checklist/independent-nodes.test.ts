import { beforeAll, describe, expect, it } from "vitest";
import type { NodeEvidence } from "../../../../src/evidence/node.ts";
import type { Assessment } from "../../../../src/findings/assessment.ts";
import { checklistsOf } from "../../../../src/reports/checklist/checklist.ts";
import { checklistTexts } from "../../../support/checklist.ts";
import { assessedWorkers, equalWorker } from "../../../support/equal-workers.ts";
import { largeFleet } from "../../../support/large-fleet.ts";

describe("a node's checklist, where others are added to the cluster", () => {
  let [few, many]: readonly Assessment[] = [];

  beforeAll(async () => {
    few = await largeFleet(8, 4);
    many = await largeFleet(14, 4, (hosts) => hosts.toReversed());
  });

  const texts = (assessment: Assessment | undefined, scope: "node" | "role") => {
    if (assessment === undefined) throw new Error("no fleet");
    return checklistTexts(assessment, "ckl", { scope });
  };

  it("says the same, byte for byte, whoever stands for its groups", () => {
    const [before, after] = [texts(few, "node"), texts(many, "node")];
    expect(Object.keys(after)).toHaveLength(14);
    expect(Object.keys(before)).toHaveLength(8);
    for (const [path, text] of Object.entries(before)) expect(after[path], path).toBe(text);
  });

  it("speaks of no other node", () => {
    const names = many?.coverage.nodes.map(({ name }) => name) ?? [];
    for (const [path, text] of Object.entries(texts(many, "node"))) {
      expect(
        names.filter((name) => text.includes(name)),
        path,
      ).toEqual([path.replace(/^checklists\/(.*)\.ckl$/, "$1")]);
    }
  });

  it("and of the control plane, where workers are added, nothing but the order of its nodes", () => {
    const [before, after] = [few, many].map(
      (assessment) => texts(assessment, "role")["checklists/fleet-control-plane.ckl"],
    );
    // The last line of the details is a digest of the others.
    const inOneOrder = (text = "") =>
      text.replace(/(cp-\d+\.rack-\d+\.example\.com(, )?)+/g, "CP").replace(/, [0-9a-f]{16}\]/g, "");
    expect(before).toContain("cp-0000");
    expect(inOneOrder(after)).toBe(inOneOrder(before));
  });
});

describe("equal workers, whose certificates and flags are each one's own", () => {
  const detailsOf = (workers: readonly NodeEvidence[], node: string, scope: "node" | "role" = "node") => {
    const found = checklistsOf(assessedWorkers(workers), { scope, emptyNotReviewed: false });
    const own = found.find(({ asset }) => asset.hostName.startsWith(node))?.rules ?? [];
    return new Map(own.map(({ finding, details }) => [finding.id, details]));
  };
  let [one, other, third]: readonly NodeEvidence[] = [];
  beforeAll(async () => {
    [one, other, third] = await Promise.all([1, 2, 3].map(equalWorker));
  });
  const those = (...nodes: readonly (NodeEvidence | undefined)[]) => nodes.flatMap((node) => node ?? []);

  it("show each its own, wherever it stands in the group", () => {
    const alone = detailsOf(those(other), "w2");
    expect(alone.get("V-242425")).toContain("subject CN=system:node:w2; issuer CN=kubernetes; not after 2027-11-22");
    for (const workers of [those(one, other), those(other, one), those(third, one, other)]) {
      expect(detailsOf(workers, "w2")).toEqual(alone);
    }
  });

  it("also where another has the very same", () => {
    const twin = those(other).map((evidence) => ({ ...evidence, node: "w9" }));
    const alone = detailsOf(those(other), "w2");
    expect(detailsOf([...twin, ...those(one, other)], "w2")).toEqual(alone);
    expect(detailsOf([...those(one), ...twin, ...those(other)], "w2")).toEqual(alone);
  });

  it("are named in the checklist of their role, each with its own", () => {
    const details = detailsOf(those(one, other), "c-worker", "role").get("V-242425");
    expect(details).toMatch(/CN=system:node:w1; .*\n {5}at w1, /);
    expect(details).toMatch(/CN=system:node:w2; .*\n {5}at w2, /);
  });
});
