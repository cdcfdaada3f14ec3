import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type AssessInput, assess } from "../../../src/assess/assess.ts";
import type { Digest } from "../../../src/assess/likeness.ts";
import { releases } from "../../../src/benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../../../src/benchmark/nsa-cisa/guidance.ts";
import type { ClusterEvidence } from "../../../src/evidence/cluster.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { unreadClusterFacts, unreadFacts } from "../../../src/evidence/unread.ts";
import { nodeFileText, parseNodeFile } from "../../../src/run-folder/node-file.ts";
import { inForce } from "../../support/configz.ts";
import { assessInput } from "../../support/evidence.ts";
import { here } from "../../support/facts.ts";
import { fleetApi, fleetEvidence } from "../../support/fleet-evidence.ts";

// The whole of it: an assessment in which equal nodes were judged once has the bytes of one in which each was judged.

const size = { nodes: 24, configurations: 5 };
const recorded = [...(await fleetEvidence(size))];
const api = await fleetApi(size);

const input = (nodes: Iterable<NodeEvidence>, cluster: ClusterEvidence): AssessInput =>
  assessInput(nodes, cluster, { benchmarks: [releases.v2r6, nsaCisa] });

/** A digest by which no text is like another: every rule is judged on every node. */
function allDifferent(): Digest {
  let number = 0;
  return () => String(++number);
}

const sha256: Digest = (text) => createHash("sha256").update(text).digest("base64");
const bytes = (given: AssessInput): string => JSON.stringify(assess(given));

function expectAsEach(nodes: readonly NodeEvidence[], cluster: ClusterEvidence): void {
  const each = bytes({ ...input(nodes, cluster), digest: allDifferent() });
  expect(bytes(input(nodes, cluster))).toBe(each);
  const readAnew = { [Symbol.iterator]: () => JSON.parse(JSON.stringify(nodes))[Symbol.iterator]() };
  expect(bytes({ ...input(readAnew, cluster), digest: sha256 })).toBe(each);
  const files = nodes.map(nodeFileText);
  const fromFiles = {
    [Symbol.iterator]: () => files.map((text) => parseNodeFile(text, JSON.parse))[Symbol.iterator](),
  };
  expect(bytes({ ...input(fromFiles, cluster), digest: sha256 })).toBe(each);
}

const withFacts = (facts: Partial<ClusterEvidence["facts"]>): ClusterEvidence => ({
  ...api,
  facts: { ...api.facts, ...facts },
});
const named = recorded.map(({ node }) => node);
const listed = api.facts["api.nodes"].state === "present" ? api.facts["api.nodes"].value : [];

describe("a fleet in which equal nodes are judged once", () => {
  it("is assessed as if each had been judged", () => {
    expectAsEach(recorded, api);
    expectAsEach(recorded.toReversed(), api);
  });

  it("is so without the API, and with hosts that were not read", () => {
    const unread = recorded.map((evidence, index): NodeEvidence => {
      if (index % 3 !== 0) return evidence;
      const cause = index % 2 === 0 ? "timed-out" : "refused";
      const facts = unreadFacts(evidence.node, cause, `no answer from ${evidence.address}`);
      return { ...evidence, read: { state: "unread", cause, message: cause }, facts };
    });
    const none = { ...api, facts: unreadClusterFacts("https://api", "not-collected", "no API") };
    expectAsEach(unread, none);
    expectAsEach(unread, api);
  });

  it("is so where the API tells nodes apart that look the same", () => {
    const nodes = listed.map((node, index) => ({
      ...node,
      ...(index % 4 === 0 && { kubeletVersion: "v1.29.3" }),
      ...(index % 7 === 3 && { labels: { ...node.labels, "node-role.kubernetes.io/control-plane": "" } }),
      ...(index % 5 === 2 && { kubeletVersion: "v1.31.0-eks-a1b2", labels: { "eks.amazonaws.com/nodegroup": "a" } }),
      ...(index % 6 === 1 && { osImage: "Talos (v1.9.1)" }),
    }));
    const kubelets = named.flatMap((node, index) =>
      index % 3 === 0
        ? []
        : [{ node, inForce: here(inForce({ readOnlyPort: index % 2, protectKernelDefaults: index % 5 > 1 })) }],
    );
    expectAsEach(recorded, withFacts({ "api.nodes": here(nodes), "api.configz": here(kubelets) }));
    expectAsEach(recorded, withFacts({ "api.nodes": here(nodes.slice(0, -6)), "api.pods": here([]) }));
    // Of these nobody is in the inventory.
    expectAsEach(recorded.slice(0, 9), withFacts({ "api.nodes": here(nodes) }));
  });
});
