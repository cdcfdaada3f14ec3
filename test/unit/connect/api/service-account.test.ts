import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { serviceAccount } from "../../../../src/connect/api/service-account.ts";

describe("the service account of a pod", () => {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-sa-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const pod = { KUBERNETES_SERVICE_HOST: "10.96.0.1", KUBERNETES_SERVICE_PORT: "443" };

  it("is not looked for outside a pod", () => {
    expect(() => serviceAccount({}, folder)).toThrow(/^inCluster: .* are not set: this is no pod$/);
  });

  it("needs its files", () => {
    expect(() => serviceAccount(pod, folder)).toThrow(
      /the certificate authority \S+\/ca\.crt cannot be read: there is no/,
    );
  });

  it("is a token that is read anew each time, and an authority", async () => {
    writeFileSync(join(folder, "ca.crt"), "PEM");
    writeFileSync(join(folder, "token"), "one\n");
    const { server, ca, skipsVerification, credentials } = serviceAccount(pod, folder);
    expect([server, ca, skipsVerification, credentials.renewable]).toEqual([
      "https://10.96.0.1:443",
      "PEM",
      false,
      true,
    ]);
    expect((await credentials.obtain()).headers).toEqual({ authorization: "Bearer one" });
    writeFileSync(join(folder, "token"), "two\n");
    expect((await credentials.obtain()).headers).toEqual({ authorization: "Bearer two" });
  });

  it("may be reached by an IPv6 address", () => {
    expect(serviceAccount({ ...pod, KUBERNETES_SERVICE_HOST: "fd00::1" }, folder).server).toBe("https://[fd00::1]:443");
  });
});
