import { expect, it } from "vitest";
import type { ClusterEvidence } from "../../../src/evidence/cluster.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import type { SensitiveLists } from "../../../src/evidence/sensitive.ts";
import { unreadClusterFacts, unreadFacts } from "../../../src/evidence/unread.ts";
import { nodeFileText, parseNodeFile } from "../../../src/run-folder/node-file.ts";
import { withAllClusterFacts, withAllFacts } from "../../../src/run-folder/older-evidence.ts";
import { here } from "../../support/facts.ts";

const timedOut = unreadFacts("n1", "timed-out", "test");

it.each(Object.keys(timedOut))(
  "knows nothing of a node's %s where nobody asked for it, and leaves all else",
  (name) => {
    const asked = Object.fromEntries(Object.entries(timedOut).filter(([other]) => other !== name));
    const evidence = { node: "n1", collectedAt: "", facts: asked } as unknown as NodeEvidence;
    const notAsked = expect.objectContaining({ state: "unknown", reason: "not-collected" });
    const fromFile = parseNodeFile(nodeFileText(evidence), JSON.parse);
    for (const { facts } of [evidence, fromFile].map(withAllFacts)) {
      expect({ ...facts }).toEqual({ ...timedOut, [name]: notAsked });
    }
  },
);

const scan = here({ objects: 1, tooBig: 0, binary: 0, hits: [] });

/** What a version that did not ask for PodTemplates wrote. */
function older(): ClusterEvidence {
  const { "api.pod-templates": _, ...facts } = unreadClusterFacts("https://api", "not-collected", "test");
  const lists = { configMaps: scan, pods: scan, workloads: scan, services: scan } as SensitiveLists;
  const written = { ...facts, "api.sensitive": here(lists) };
  return { cluster: "c", collectedAt: "", facts: written as ClusterEvidence["facts"] };
}

it("says that PodTemplates were not looked at where nobody asked for them, nor searched", () => {
  const { facts } = withAllClusterFacts(older());
  expect(facts["api.pod-templates"]).toMatchObject({ state: "unknown", reason: "not-collected" });
  expect(facts["api.sensitive"]).toMatchObject({
    value: { pods: scan, podTemplates: { state: "unknown", reason: "not-collected" } },
  });
});

it("leaves what was searched as it is", () => {
  const { facts } = withAllClusterFacts(older());
  expect(withAllClusterFacts({ ...older(), facts }).facts).toEqual(facts);
});
