import { describe, expect, it } from "vitest";
import { collectCluster } from "../../../src/probes/cluster/collect-cluster.ts";
import { failure, json, node, page, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { recordedConfigz } from "../../support/configz.ts";
import { api, connect, kubeconfig } from "./api-under-test.ts";

const names = ["cp1", "w1", "w2"];
const proxied = (asked: Asked): boolean => asked.path.includes("/proxy/");
const plain = (status: number, body: string): Reply => ({ status, body, headers: { "content-type": "text/plain" } });

/** A cluster of three nodes whose kubelets answer so. */
const kubelets =
  (answer: (name: string, asked: Asked) => Reply) =>
  (asked: Asked): Reply => {
    if (asked.path === "/api/v1/nodes") return page(names.map(node));
    return proxied(asked) ? answer(asked.path.split("/")[4] ?? "", asked) : wellBehaved(asked);
  };

async function configzOf(answer: (name: string, asked: Asked) => Reply, besides: object = { kubeletConfigz: true }) {
  const server = await api(kubelets(answer));
  const { connection, pauses } = await connect(kubeconfig(server.url), { request: 500 });
  const { facts } = await collectCluster(connection, "c", () => new Date(0), besides);
  const fact = facts["api.configz"];
  const states = fact.state === "present" ? fact.value.map(({ inForce }) => inForce) : [];
  // Whatever is the matter with a kubelet, all else is read.
  expect(Object.values(facts).filter((one) => one !== fact && one.state === "unknown")).toEqual([]);
  return { fact, states, pauses, log: server.log.filter((line) => line.includes("/proxy/")) };
}

const answered = () => json(recordedConfigz);

describe("the kubelets' own word", () => {
  it("is not asked for unless the inventory says so", async () => {
    const { fact, log } = await configzOf(answered, {});
    expect(log).toEqual([]);
    expect(fact).toMatchObject({ state: "unknown", reason: "not-collected" });
  });

  it("is asked for node by node, after everything else", async () => {
    const { states, log } = await configzOf(answered);
    expect(log.toSorted()).toEqual(names.map((name) => `GET /api/v1/nodes/${name}/proxy/configz`));
    expect(states.map(({ state }) => state)).toEqual(["present", "present", "present"]);
    expect(states[0]).toMatchObject({ value: { readOnlyPort: 0, "authorization.mode": "Webhook" } });
    expect(JSON.stringify(states)).not.toContain("kubelet.crt");
  });

  it("is forbidden by the API server for all of them at once", async () => {
    const { fact, log } = await configzOf(() => failure(403, "Forbidden"));
    expect(fact).toMatchObject({ reason: "permission-denied", message: "get nodes/proxy: forbidden" });
    expect(log).toHaveLength(1);
  });

  it.each([
    ["a kubelet that is down", failure(502, "BadGateway"), "unreachable"],
    ["one that is not served", failure(404, "NotFound"), "unsupported"],
    ["one that hangs", "silent", "timed-out"],
    ["one that hangs up", "cut", "truncated"],
    ["one that does not know the API server", plain(401, "Unauthorized"), "auth-failed"],
    ["one that does not trust it", plain(403, "Forbidden (user=x, verb=get)"), "permission-denied"],
    ["one without debugging handlers", plain(405, "Debug endpoints are disabled."), "unreachable"],
    ["one that answers with a page", plain(200, "<html>"), "unparseable"],
    ["one that answers with anything", json({ kubeletconfig: ["x"] }), "unparseable"],
    ["one that answers without end", "endless", "withheld"],
  ] as const)("is missing of %s alone, which is asked once", async (_what, reply, reason) => {
    const { states, log, pauses } = await configzOf((name) => (name === "w1" ? reply : answered()));
    expect(states.map((one) => (one.state === "unknown" ? one.reason : one.state))).toEqual([
      "present",
      reason,
      "present",
    ]);
    expect([log.length, pauses]).toEqual([3, []]);
  });

  it("does not spend an auditor's token anew for a kubelet's refusal", async () => {
    const { states, log } = await configzOf(() => plain(401, "Unauthorized"));
    expect(states.map(({ state }) => state)).toEqual(["unknown", "unknown", "unknown"]);
    expect(log).toHaveLength(3);
  });
});
