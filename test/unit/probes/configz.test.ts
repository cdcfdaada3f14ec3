import { describe, expect, it } from "vitest";
import type { ApiAnswer } from "../../../src/connect/session.ts";
import { present } from "../../../src/evidence/observed.ts";
import { getConfigz } from "../../../src/probes/cluster/configz.ts";
import { answeringApi } from "../../support/api-session.ts";
import { recordedConfigz } from "../../support/configz.ts";
import { denied, nodeOfApi } from "../../support/facts.ts";

const nodesNamed = (...names: readonly string[]) =>
  present(
    names.map((name) => nodeOfApi({ name })),
    { host: "https://api", request: "GET /api/v1/nodes" },
  );
const answered: ApiAnswer = { state: "answered", body: recordedConfigz };
const refused = (reason?: string): ApiAnswer => ({
  state: "failed",
  cause: "permission-denied",
  message: "HTTP 403",
  status: 403,
  ...(reason && { reason }),
});

/** What is learned of kubelets, and who was asked. */
async function asking(names: readonly string[], answer: (path: string) => ApiAnswer | Promise<ApiAnswer>) {
  const asked: string[] = [];
  const api = answeringApi((path) => {
    asked.push(path);
    return answer(path);
  });
  return { fact: await getConfigz(api, nodesNamed(...names)), asked };
}

describe("the kubelets", () => {
  it("are asked once each, a few at a time, however many they are", async () => {
    const names = Array.from({ length: 5000 }, (_, index) => `node-${index}`);
    let [open, most] = [0, 0];
    const { fact, asked } = await asking(names, async () => {
      open += 1;
      most = Math.max(most, open);
      await Promise.resolve();
      open -= 1;
      return answered;
    });
    expect([asked.length, new Set(asked).size, most]).toEqual([5000, 5000, 10]);
    expect(fact).toMatchObject({ state: "present", value: { length: 5000 } });
    expect(fact.state === "present" && fact.value.map(({ node }) => node)).toEqual(names);
  });

  it("are not asked any more once the right is missing", async () => {
    const { fact, asked } = await asking(["a", "b", "c"], () => refused("Forbidden"));
    expect(fact).toMatchObject({
      state: "unknown",
      reason: "permission-denied",
      message: "get nodes/proxy: forbidden",
      source: { request: "GET /api/v1/nodes/NODE/proxy/configz" },
    });
    expect(asked).toEqual(["/api/v1/nodes/a/proxy/configz"]);
  });

  it("are asked all the same where one refuses by itself", async () => {
    const { fact, asked } = await asking(["a", "b"], (path) => (path.includes("/a/") ? refused() : answered));
    expect(asked).toHaveLength(2);
    expect(fact).toMatchObject({
      state: "present",
      value: [
        { node: "a", inForce: { state: "unknown", reason: "permission-denied" } },
        { node: "b", inForce: { state: "present", source: { request: "GET /api/v1/nodes/b/proxy/configz" } } },
      ],
    });
  });

  it("are not asked by names that lead elsewhere", async () => {
    const names = ["..", "a/../../secrets", "", "A b", "a?x=1"];
    const { fact, asked } = await asking(names, () => answered);
    expect(asked).toEqual([]);
    expect(fact.state === "present" && fact.value.map(({ inForce }) => inForce.state)).toEqual(
      names.map(() => "unknown"),
    );
  });

  it("are not known where the nodes are not, and nobody where there are none", async () => {
    const never = answeringApi(() => answered);
    expect(await getConfigz(never, denied)).toBe(denied);
    expect(await getConfigz(never, nodesNamed())).toMatchObject({ state: "present", value: [] });
  });
});
