import { expect, it } from "vitest";
import { lateApi } from "../../../../src/connect/api/late-api.ts";

it("asks for what it was asked for, in the form wanted", async () => {
  const asked: unknown[] = [];
  const opened = {
    server: "https://10.0.0.1:6443",
    get: async (...question: readonly unknown[]) => {
      asked.push(question);
      return { state: "answered", body: {} } as const;
    },
    reviewAccess: async () => ({ state: "answered", body: {} }) as const,
    close: () => undefined,
  };
  const api = lateApi(
    { server: "the API server", via: { host: "cp1" } },
    async () => opened,
    () => undefined,
  );
  await api.get("/api/v1/configmaps", { form: "metadata" });
  await api.get("/version");
  expect(asked).toEqual([
    ["/api/v1/configmaps", { form: "metadata" }],
    ["/version", undefined],
  ]);
});
