import { expect, it } from "vitest";
import type { ClusterEvidence } from "../../../src/evidence/cluster.ts";
import type { SensitiveLists } from "../../../src/evidence/sensitive.ts";
import { unreadClusterFacts } from "../../../src/evidence/unread.ts";
import { withAllClusterFacts } from "../../../src/run-folder/older-evidence.ts";
import { here } from "../../support/facts.ts";

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
