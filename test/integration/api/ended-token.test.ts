import { describe, expect, it } from "vitest";
import { failure, node, page, wellBehaved } from "../../support/api-replies.ts";
import { api, collected, connect, file, kubeconfig } from "./api-under-test.ts";
import { tokenOf } from "./namespace-lists.ts";

describe("a token that ends during the run", () => {
  const twoTokens = (first: string, second: string) =>
    api((asked) => {
      if (asked.path !== "/api/v1/nodes") return wellBehaved(asked);
      if (tokenOf(asked) === "") return page([node("n1")], "2");
      if (tokenOf(asked) === "2") return page([node("n2")], "3");
      return asked.token === second && second !== first ? page([node("n3")]) : failure(401, "Unauthorized");
    });

  it("makes the list unknown, however many pages came before", async () => {
    const server = await twoTokens("t", "t");
    const { facts } = await collected(kubeconfig(server.url));
    expect(facts["api.nodes"]).toMatchObject({
      state: "unknown",
      reason: "auth-failed",
      message: "GET /api/v1/nodes answered HTTP 401 Unauthorized: the credentials do not count, or no longer",
    });
  });

  it("is read again from its file", async () => {
    const server = await twoTokens("old", "new");
    file("old\n", "token");
    const { connection } = await connect(kubeconfig(server.url, { tokenFile: "./token" }));
    file("new\n", "token");
    expect(await connection.get("/api/v1/nodes?continue=3")).toMatchObject({ state: "answered" });
  });
});
