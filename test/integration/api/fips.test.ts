import type { SecureContextOptions } from "node:tls";
import { describe, expect, it } from "vitest";
import { json } from "../../support/api-replies.ts";
import { api, connect, kubeconfig } from "./api-under-test.ts";

async function asked(tls: SecureContextOptions, fips: boolean) {
  const server = await api(() => json({ major: "1" }), { tls });
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
