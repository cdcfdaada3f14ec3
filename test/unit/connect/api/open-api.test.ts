import { afterAll, beforeAll, expect, it } from "vitest";
import { openApi } from "../../../../src/connect/api/open-api.ts";
import { makeCertificates } from "../../../../src/demo/certificates.ts";
import { startTestApi, type TestApi } from "../../../support/api-server.ts";

const { ca, cert, key } = makeCertificates(new Date());
let server: TestApi;
beforeAll(async () => {
  server = await startTestApi({ cert, key, answer: () => ({ status: 503, body: "" }) });
});
afterAll(() => server.stop());

it("waits for a busy server with as many requests as there are, without a warning of Node's", async () => {
  const warnings: string[] = [];
  const warn = (warning: Error): number => warnings.push(warning.message);
  process.on("warning", warn);
  const requests = 12; // Node warns of the eleventh listener
  let waits = 0;
  let allWait = (): void => undefined;
  const waiting = new Promise<void>((resolve) => {
    allWait = resolve;
  });
  const api = await openApi(
    {
      origin: "a kubeconfig",
      server: server.url,
      ca,
      skipsVerification: false,
      credentials: { obtain: async () => ({ headers: {} }), renewable: false },
    },
    {
      request: 10_000,
      total: 60_000,
      largest: 1024,
      now: () => new Date(),
      elapsed: () => performance.now(),
      wait: (_, signal) => {
        const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
        if (++waits === requests) allWait();
        return ended;
      },
    },
  );
  const asked = Array.from({ length: requests }, () => api.get("/version"));
  await waiting;
  api.close();
  for (const answer of await Promise.all(asked))
    expect(answer).toMatchObject({ state: "failed", cause: "interrupted" });
  process.off("warning", warn);
  expect(warnings).toEqual([]);
});
