import { describe, expect, it } from "vitest";
import { getNodes } from "../../../src/probes/cluster/nodes.ts";
import { answeringApi } from "../../support/api-session.ts";

const node = (annotations?: Readonly<Record<string, unknown>>) => ({
  metadata: { name: "n1", ...(annotations && { annotations }) },
  status: { nodeInfo: { kubeletVersion: "v1.36.2" } },
});

async function annotationsOf(given?: Readonly<Record<string, unknown>>) {
  const nodes = await getNodes(
    answeringApi(() => ({ state: "answered", body: { metadata: {}, items: [node(given)] } })),
  );
  return nodes.state === "present" ? nodes.value[0]?.annotations : nodes.state;
}

describe("a node of the API", () => {
  it("has of its annotations the names of those that tell its distribution, and no value", async () => {
    const args = '["server","--token","hunter2"]';
    expect(await annotationsOf({ "k3s.io/node-args": args, "k3s.io/node-env": "{}", note: 7 })).toEqual([
      "k3s.io/node-args",
    ]);
    expect(await annotationsOf()).toEqual([]);
  });
});
