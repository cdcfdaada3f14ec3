import { describe, expect, it } from "vitest";
import { failure, json, namespace, node, page, wellBehaved } from "../../support/api-replies.ts";
import { api, collected, kubeconfig } from "./api-under-test.ts";
import { namespacesOf, tokenOf } from "./namespace-lists.ts";

describe("a list", () => {
  it("is read page by page, of 500, over one connection, and only what rules need is kept", async () => {
    const server = await api((asked) => {
      if (asked.path !== "/api/v1/nodes") return wellBehaved(asked);
      return tokenOf(asked) === "" ? page([node("n1")], "a b+", 1) : page([node("n2")]);
    });
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.nodes"]).toMatchObject({ state: "present", value: [{ name: "n1" }, { name: "n2" }] });
    expect(server.log.slice(0, 3)).toEqual([
      "GET /version",
      "GET /api/v1/nodes?limit=500",
      "GET /api/v1/nodes?limit=500&continue=a%20b%2B",
    ]);
    expect(server.connections()).toBe(1);
    expect(JSON.stringify(facts)).not.toContain("managedFields");
  });

  it("is empty where the server says so, of a nil slice too", async () => {
    const { fact } = await namespacesOf(() => json({ kind: "NamespaceList", metadata: {}, items: null }));
    expect(fact).toMatchObject({ state: "present", value: [] });
  });

  it("is begun anew where it expires half way", async () => {
    const { fact, server } = await namespacesOf((asked) => {
      if (tokenOf(asked) === "") return page([namespace("a")], "t");
      return asked.time === 2 ? failure(410, "Expired") : page([namespace("b")]);
    });
    expect(fact).toMatchObject({ state: "present", value: [{ name: "a" }, { name: "b" }] });
    expect(server.log.filter((line) => line.startsWith("GET /api/v1/namespaces?"))).toHaveLength(4);
  });

  it("is asked for in one piece where it expired three times more", async () => {
    const { fact, server } = await namespacesOf((asked) => {
      if (!asked.query.has("limit")) return page([namespace("a"), namespace("b")]);
      return tokenOf(asked) === "" ? page([namespace("a")], "t") : failure(410, "Expired");
    });
    expect(fact).toMatchObject({ state: "present", value: [{ name: "a" }, { name: "b" }] });
    expect(server.log.filter((line) => /namespaces($|[?])/.test(line)).at(-1)).toBe("GET /api/v1/namespaces");
  });

  it("is unknown where it expires even then", async () => {
    const { fact } = await namespacesOf(() => failure(410, "Expired"));
    expect(fact).toMatchObject({ state: "unknown", reason: "truncated", message: expect.stringContaining("410") });
  });

  it.each([
    ["items were left out", () => page([namespace("a")], "", 7), "the list ended with 7 items left out"],
    ["it goes in a circle", () => page([namespace("a")], "same"), "the list leads back to a page that was read before"],
  ])("is unknown where %s", async (_what, answer, message) => {
    expect((await namespacesOf(answer)).fact).toMatchObject({ state: "unknown", reason: "truncated", message });
  });

  it("is unknown where it is forbidden, and says which right is missing", async () => {
    const server = await api((asked) =>
      /services|endpointslices/.test(asked.path) ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.services"]).toMatchObject({
      state: "unknown",
      reason: "permission-denied",
      message: "list services: forbidden",
    });
    expect(facts["api.nodes"].state).toBe("present");
  });

  it("of another group is forbidden under the group's name", async () => {
    const server = await api((asked) =>
      asked.path.includes("endpointslices") ? failure(403, "Forbidden") : wellBehaved(asked),
    );
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.services"]).toMatchObject({ message: "list endpointslices.discovery.k8s.io: forbidden" });
  });

  it("is unknown where a half of it cannot be read by its schema, and says where", async () => {
    const { fact } = await namespacesOf(() => page([namespace("a"), { metadata: { name: 7 } }]));
    expect(fact).toMatchObject({
      state: "unknown",
      reason: "unparseable",
      message: expect.stringMatching(/^not what the API answers with: metadata\.name: /),
    });
  });
});
