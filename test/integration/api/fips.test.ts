import type { SecureContextOptions } from "node:tls";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { json } from "../../support/api-replies.ts";
import { startTestApi, type TestApi } from "../../support/api-server.ts";
import { authority, closeAll, connect, kubeconfig, removeFiles } from "./api-under-test.ts";

const running: TestApi[] = [];

afterEach(async () => {
  await closeAll();
  await Promise.all(running.splice(0).map((server) => server.stop()));
});
afterAll(removeFiles);

async function asked(tls: SecureContextOptions, fips: boolean) {
  const serving = authority.issue({ subject: "kube-apiserver", address: "127.0.0.1" });
  const server = await startTestApi({ ...serving, tls, answer: () => json({ major: "1" }) });
  running.push(server);
  const { connection } = await connect(kubeconfig(server.url), { fips });
  return (await connection.get("/version")).state;
}

describe("TLS to the API server under --fips", () => {
  it.each<readonly [string, SecureContextOptions, string]>([
    ["what Node.js has", {}, "answered"],
    ["TLS 1.2 with AES-GCM", { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-AES128-GCM-SHA256" }, "answered"],
    ["TLS 1.3 with ChaCha20 only", { minVersion: "TLSv1.3", ciphers: "TLS_CHACHA20_POLY1305_SHA256" }, "failed"],
    ["TLS 1.2 with ChaCha20 only", { maxVersion: "TLSv1.2", ciphers: "ECDHE-RSA-CHACHA20-POLY1305" }, "failed"],
    ["X25519 only", { ecdhCurve: "X25519" }, "failed"],
  ])("with a server of %s", async (_what, tls, state) => {
    expect([await asked(tls, false), await asked(tls, true)]).toEqual(["answered", state]);
  });
});
