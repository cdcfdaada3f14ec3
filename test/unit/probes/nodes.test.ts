import { describe, expect, it } from "vitest";
import type { ApiNode } from "../../../src/evidence/cluster.ts";
import { getNodes } from "../../../src/probes/cluster/nodes.ts";
import { answeringApi } from "../../support/api-session.ts";

const node = (annotations?: Readonly<Record<string, unknown>>, more: object = {}, spec: object = {}) => ({
  metadata: { name: "n1", ...(annotations && { annotations }) },
  spec,
  status: { nodeInfo: { kubeletVersion: "v1.36.2", ...more } },
});

async function read(item: object): Promise<ApiNode> {
  const nodes = await getNodes(answeringApi(() => ({ state: "answered", body: { metadata: {}, items: [item] } })));
  if (nodes.state !== "present" || nodes.value[0] === undefined) throw new Error(nodes.state);
  return nodes.value[0];
}
const annotationsOf = async (given?: Readonly<Record<string, unknown>>) => (await read(node(given))).annotations;

describe("a node of the API", () => {
  it("has of its annotations the names of those that tell its distribution, and no value", async () => {
    const args = '["server","--token","hunter2"]';
    expect(await annotationsOf({ "k3s.io/node-args": args, "k3s.io/node-env": "{}", note: 7 })).toEqual([
      "k3s.io/node-args",
    ]);
    expect(await annotationsOf()).toEqual([]);
  });

  it("has of its providerID the scheme alone", async () => {
    const of = (spec: object) => read(node({}, {}, spec));
    expect((await of({ providerID: "aws:///eu-central-1a/i-0abc" })).provider).toBe("aws");
    expect(await of({})).not.toHaveProperty("provider");
  });

  it("says what runtime and kernel it has, where it says so", async () => {
    const said = { containerRuntimeVersion: "containerd://2.1.9", kernelVersion: "6.1.0-44-amd64", bootID: "x" };
    const shown = { runtime: "containerd://2.1.9", kernel: "6.1.0-44-amd64", bootId: "x" };
    expect(await read(node({}, said))).toMatchObject(shown);
    const keys = Object.keys(await read(node()));
    for (const name of Object.keys(shown)) expect(keys).not.toContain(name);
  });
});
