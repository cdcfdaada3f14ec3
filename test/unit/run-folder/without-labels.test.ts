import { expect, it } from "vitest";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import { unreadFacts } from "../../../src/evidence/unread.ts";
import { withAllFacts } from "../../../src/run-folder/older-evidence.ts";

const later = ["host.container-labels", "host.rsyslog", "host.journal-upload"] as const;

it("knows nothing of labels and forwarding where a run did not ask for them", () => {
  const all = unreadFacts("n1", "timed-out", "test");
  const facts = Object.fromEntries(Object.entries(all).filter(([name]) => !later.some((one) => one === name)));
  const evidence = { node: "n1", collectedAt: "", facts } as unknown as NodeEvidence;
  const read = withAllFacts(evidence).facts;
  expect(later.map((name) => read[name])).toMatchObject(
    later.map(() => ({ state: "unknown", reason: "not-collected" })),
  );
});
