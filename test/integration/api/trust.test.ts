import { afterEach, describe, expect, it } from "vitest";
import { makeAuthority } from "../../../src/demo/certificates.ts";
import { failure, wellBehaved } from "../../support/api-replies.ts";
import type { Asked, Reply } from "../../support/api-server.ts";
import { startConnectProxy } from "../../support/connect-proxy.ts";
import type { TestProxy } from "../../support/loopback-proxy.ts";
import { startSocksProxy } from "../../support/socks-proxy.ts";
import { api, authority, base64, collected, connect, file, kubeconfig } from "./api-under-test.ts";

const versionAt = async (...args: Parameters<typeof collected>) => (await collected(...args)).facts["api.version"];

describe("the server's certificate", () => {
  const stranger = makeAuthority("cluster-ca", new Date());
  const server = (wanted: object, by = authority) =>
    api(wellBehaved, by.issue({ subject: "kube-apiserver", address: "127.0.0.1", ...wanted }));

  it.each([
    [
      "has expired",
      { fromDay: -3, untilDay: -1 },
      "the server's certificate has expired, by the clock of this computer",
    ],
    [
      "is not valid yet",
      { fromDay: 1, untilDay: 3 },
      "the server's certificate is not valid yet, by the clock of this computer",
    ],
    [
      "is for another name",
      { address: "127.0.0.2" },
      "the server's certificate is for other names than this one (tls-server-name in the kubeconfig can say which)",
    ],
  ])("is not believed where it %s", async (_what, wanted, why) => {
    const { url, log } = await server(wanted);
    expect(await versionAt(kubeconfig(url))).toMatchObject({
      state: "unknown",
      reason: "unreachable",
      message: `GET /version: ${why}`,
    });
    expect(log).toEqual([]);
  });

  it("is not believed where another authority signed it, be its name the same", async () => {
    const { url } = await server({}, stranger);
    expect(await versionAt(kubeconfig(url))).toMatchObject({ state: "unknown", reason: "unreachable" });
  });

  it("is not believed where the kubeconfig has no authority, whatever NODE_TLS_REJECT_UNAUTHORIZED says", async () => {
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      const { url } = await server({});
      const path = kubeconfig(url, {}, { "certificate-authority-data": "" });
      expect(await versionAt(path)).toMatchObject({
        message: "GET /version: no certificate authority that counts here has signed the server's certificate",
      });
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
  });

  it("may be for the name that the kubeconfig gives", async () => {
    const { url } = await api(wellBehaved, authority.issue({ subject: "a", dnsName: "api.cluster.example" }));
    const path = kubeconfig(url, {}, { "tls-server-name": "api.cluster.example" });
    expect(await versionAt(path)).toMatchObject({ state: "present" });
  });

  it("is looked away from only where the inventory says so, and the evidence says that too", async () => {
    const { url } = await server({}, stranger);
    const path = kubeconfig(url, {}, { "insecure-skip-tls-verify": true });
    await expect(connect(path)).rejects.toThrow(/insecure-skip-tls-verify is set.*"insecureSkipTLSVerify: true"/);
    const { evidence, facts } = await collected(path, { access: { insecureSkipTLSVerify: true } });
    expect([facts["api.version"].state, evidence.unverifiedTls]).toEqual(["present", true]);
    const verified = await collected(kubeconfig((await server({})).url));
    expect(verified.evidence).not.toHaveProperty("unverifiedTls");
  });
});

describe("who asks", () => {
  const client = authority.issue({ subject: "auditor" });
  const guarded = (allowed: (asked: Asked) => boolean) =>
    api((asked): Reply => (allowed(asked) ? wellBehaved(asked) : failure(401, "Unauthorized")), {
      clientCa: authority.ca,
    });
  const byCertificate = () => guarded(({ client: name }) => name === "auditor");
  const byToken = () => guarded(({ token }) => token === "secret-token");

  it("shows a client certificate in the kubeconfig", async () => {
    const user = { "client-certificate-data": base64(client.cert), "client-key-data": base64(client.key) };
    expect(await versionAt(kubeconfig((await byCertificate()).url, user))).toMatchObject({ state: "present" });
  });

  it("shows a client certificate in files, relative to the kubeconfig", async () => {
    file(client.cert, "client.crt");
    file(client.key, "client.key");
    const user = { "client-certificate": "client.crt", "client-key": "./client.key" };
    expect(await versionAt(kubeconfig((await byCertificate()).url, user))).toMatchObject({ state: "present" });
  });

  it("is nobody with the certificate of another authority", async () => {
    const other = makeAuthority("cluster-ca", new Date()).issue({ subject: "auditor" });
    const user = { "client-certificate-data": base64(other.cert), "client-key-data": base64(other.key) };
    expect(await versionAt(kubeconfig((await byCertificate()).url, user))).toMatchObject({ reason: "auth-failed" });
  });

  it.each([
    ["has expired", { fromDay: -3, untilDay: -1 }],
    ["is not valid yet", { fromDay: 1, untilDay: 3 }],
  ])("is nobody with a certificate that %s, by the server's clock", async (_what, days) => {
    const ended = authority.issue({ subject: "auditor", ...days });
    const user = { "client-certificate-data": base64(ended.cert), "client-key-data": base64(ended.key) };
    expect(await versionAt(kubeconfig((await byCertificate()).url, user))).toMatchObject({
      state: "unknown",
      reason: "auth-failed",
    });
  });

  it.each([
    ["a token", { token: "secret-token" }, "present"],
    ["another token", { token: "other" }, "unknown"],
    ["nothing", {}, "unknown"],
    [
      "a token of OpenID Connect",
      { "auth-provider": { name: "oidc", config: { "id-token": "secret-token" } } },
      "present",
    ],
  ])("may show %s", async (_what, user, state) => {
    expect(await versionAt(kubeconfig((await byToken()).url, user))).toMatchObject({ state });
  });

  it("shows the token of a file", async () => {
    const tokenFile = file("secret-token\n");
    expect(await versionAt(kubeconfig((await byToken()).url, { tokenFile }))).toMatchObject({ state: "present" });
  });

  it("keeps the path of a server behind a gateway", async () => {
    const server = await api((asked) => wellBehaved({ ...asked, path: asked.path.replace("/k8s/clusters/c-1", "") }));
    await collected(kubeconfig(`${server.url}/k8s/clusters/c-1/`));
    expect(server.log[0]).toBe("GET /k8s/clusters/c-1/version");
  });
});

describe("a proxy", () => {
  const named = authority.issue({ subject: "a", dnsName: "api.cluster.example" });
  const proxies: TestProxy[] = [];
  const server = "https://api.cluster.example:6443";

  async function proxy(refuse?: number): Promise<TestProxy> {
    const { port } = await api(wellBehaved, named);
    const started = await startConnectProxy(port, refuse);
    proxies.push(started);
    return started;
  }
  afterEach(() => Promise.all(proxies.splice(0).map(({ stop }) => stop())));

  it("of the kubeconfig is used, once for all requests, and the server behind it is verified", async () => {
    const { port, asked } = await proxy();
    const path = kubeconfig(server, {}, { "proxy-url": `http://op:pa%20ss@127.0.0.1:${port}` });
    expect(await versionAt(path)).toMatchObject({ state: "present" });
    expect(asked).toEqual(["api.cluster.example:6443 op:pa ss"]);
  });

  it("may speak SOCKS 5, and resolves the server's name", async () => {
    const { port } = await api(wellBehaved, named);
    const socks = await startSocksProxy(port);
    proxies.push(socks);
    const path = kubeconfig(server, {}, { "proxy-url": `socks5://127.0.0.1:${socks.port}` });
    expect(await versionAt(path)).toMatchObject({ state: "present" });
    expect(socks.asked).toEqual(["api.cluster.example:6443"]);
  });

  it.each([
    ["http", startConnectProxy],
    ["socks5", startSocksProxy],
  ])("of %s is no way around the server's certificate", async (kind, start) => {
    const { port } = await api(wellBehaved, authority.issue({ subject: "a", dnsName: "other.example" }));
    const started = await start(port);
    proxies.push(started);
    const path = kubeconfig(server, {}, { "proxy-url": `${kind}://127.0.0.1:${started.port}` });
    expect(await versionAt(path)).toMatchObject({
      reason: "unreachable",
      message: expect.stringContaining("the server's certificate is for other names than this one"),
    });
  });

  it.each(["HTTPS_PROXY", "https_proxy"])("of %s is used", async (name) => {
    const { port, asked } = await proxy();
    const environment = { [name]: `http://127.0.0.1:${port}` };
    expect(await versionAt(kubeconfig(server), { environment })).toMatchObject({ state: "present" });
    expect(asked).toHaveLength(1);
  });

  it("is passed by where NO_PROXY says so", async () => {
    const { port, asked } = await proxy();
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: ".cluster.example" };
    expect(await versionAt(kubeconfig(server), { environment })).toMatchObject({ state: "unknown" });
    expect(asked).toEqual([]);
  });

  it("that refuses is named, without its password, and says nothing of the server", async () => {
    const { port } = await proxy(407);
    const path = kubeconfig(server, {}, { "proxy-url": `http://op:pass@127.0.0.1:${port}` });
    expect(await versionAt(path)).toMatchObject({
      reason: "unreachable",
      message: `GET /version: through the proxy 127.0.0.1:${port}: it answered CONNECT with HTTP 407`,
    });
  });

  it("that is not there is no refusal of the server", async () => {
    const started = await proxy();
    await proxies.pop()?.stop();
    const path = kubeconfig(server, {}, { "proxy-url": `127.0.0.1:${started.port}` });
    expect(await versionAt(path)).toMatchObject({
      reason: "unreachable",
      message: expect.stringMatching(/through the proxy 127\.0\.0\.1:\d+: .*ECONNREFUSED/),
    });
  });
});
