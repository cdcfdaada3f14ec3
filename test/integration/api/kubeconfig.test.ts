import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { KubeconfigError } from "../../../src/connect/api/kubeconfig-error.ts";
import { makeAuthority } from "../../../src/demo/certificates.ts";
import { failure, wellBehaved } from "../../support/api-replies.ts";
import { api, authority, base64, collected, connect, file, kubeconfig } from "./api-under-test.ts";

// Nothing is contacted here: nothing listens on it either.
const server = "https://127.0.0.1:1";
const client = authority.issue({ subject: "auditor" });
const stranger = makeAuthority("other", new Date()).issue({ subject: "auditor" });

describe("a kubeconfig that cannot be used is said in one sentence", () => {
  it.each<readonly [string, () => string, RegExp]>([
    [
      "that is not there",
      () => "/nonexistent/config",
      /^\/nonexistent\/config: the kubeconfig cannot be read: there is no such file$/,
    ],
    ["of nothing", () => file(" \n"), /^\S+: the kubeconfig is empty$/],
    ["of prose", () => file("hello\n"), /it has no current context/],
    ["of null", () => file("null\n"), /: it is not a kubeconfig$/],
    ["of broken YAML", () => file("a: [\n"), /^\S+: .+$/],
    ["without a current context", () => file("users: []\n"), /it has no current context: name one with "context"/],
    ["with a context of nothing", () => file("current-context: x\n"), /: no cluster for context "x"$/],
    ["of plain HTTP", () => kubeconfig("http://127.0.0.1:1"), /must be an https URL without credentials$/],
    [
      "of a URL with a password",
      () => kubeconfig("https://a:b@127.0.0.1:1"),
      /^((?!a:b).)*must be an https URL without/,
    ],
    ["of no URL", () => kubeconfig("127.0.0.1"), /must be an https URL without credentials$/],
    [
      "with an authority that is not there",
      () => kubeconfig(server, {}, { "certificate-authority-data": undefined, "certificate-authority": "none.crt" }),
      /the certificate-authority \S+\/none\.crt cannot be read: there is no such file$/,
    ],
    [
      "with an authority that is no base64",
      () => kubeconfig(server, {}, { "certificate-authority-data": "-----BEGIN" }),
      /certificate-authority-data is not base64$/,
    ],
    [
      "with an authority that is no PEM",
      () => kubeconfig(server, {}, { "certificate-authority-data": base64("hello") }),
      /certificate-authority-data is not PEM$/,
    ],
    [
      "with an authority of damaged PEM",
      () => kubeconfig(server, {}, { "certificate-authority-data": base64("-----BEGIN CERTIFICATE-----\nx\n") }),
      /: certificate, key or certificate authority: .+$/,
    ],
    [
      "with a key that is not there",
      () => kubeconfig(server, { "client-certificate": file(client.cert), "client-key": "/none" }),
      /the client-key \/none cannot be read: there is no such file$/,
    ],
    [
      "with half a client certificate",
      () => kubeconfig(server, { "client-certificate-data": base64(client.cert) }),
      /client-certificate and client-key belong together, and one is missing$/,
    ],
    [
      "with the key of another certificate",
      () =>
        kubeconfig(server, { "client-certificate-data": base64(client.cert), "client-key-data": base64(stranger.key) }),
      /: certificate, key or certificate authority: .*key values mismatch/,
    ],
    [
      "with a token file that is not there",
      () => kubeconfig(server, { tokenFile: "/none" }),
      /the token file \/none cannot be read: there is no such file$/,
    ],
    [
      "with a token of two lines",
      () => kubeconfig(server, { token: "a\nb: c" }),
      /characters that no HTTP header can carry$/,
    ],
    [
      "with a provider that kubectl has dropped",
      () => kubeconfig(server, { "auth-provider": { name: "gcp" } }),
      /auth-provider "gcp" is not supported: use its exec plugin/,
    ],
    [
      "with a provider that was never logged in to",
      () => kubeconfig(server, { "auth-provider": { name: "oidc", config: {} } }),
      /auth-provider "oidc" has no id-token: log in again/,
    ],
    [
      "with a password",
      () => kubeconfig(server, { username: "a", password: "b" }),
      /username and password are not supported/,
    ],
    [
      "with a proxy of another kind",
      () => kubeconfig(server, {}, { "proxy-url": "ftp://x" }),
      /proxy-url is not the URL of an http, https or socks5 proxy$/,
    ],
  ])("%s", async (_what, path, sentence) => {
    const error = await connect(path()).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(KubeconfigError);
    expect((error as Error).message).toMatch(sentence);
  });

  it("whose context is not there", async () => {
    await expect(connect(kubeconfig(server), { access: { context: "other" } })).rejects.toThrow(
      'no cluster for context "other"',
    );
  });
});

describe("an exec plugin", () => {
  const apiVersion = "client.authentication.k8s.io/v1";
  const credential = (status: object, version = apiVersion) =>
    JSON.stringify({ apiVersion: version, kind: "ExecCredential", status });
  const plugin = (script: string, more: object = {}) => {
    const command = file(`#!/bin/sh\n${script}\n`);
    return { exec: { apiVersion, command, ...more } };
  };

  it("gives the token that counts, and learns what it may know", async () => {
    const { url } = await api((asked) =>
      asked.token === "x-1-two words" ? wellBehaved(asked) : failure(401, "Unauthorized"),
    );
    const seen = file("");
    const user = plugin(
      `printf %s "$KUBERNETES_EXEC_INFO" > ${seen}; printf '${credential({ token: "x-%s-%s" })}' "$PART" "$1"`,
      {
        args: ["two words"],
        env: [{ name: "PART", value: "1" }],
        provideClusterInfo: true,
      },
    );
    const { facts } = await collected(kubeconfig(url, user));
    expect(facts["api.version"]).toMatchObject({ state: "present" });
    expect(JSON.parse(readFileSync(seen, "utf8"))).toMatchObject({
      apiVersion,
      kind: "ExecCredential",
      spec: { interactive: false, cluster: { server: `${url}/` } },
    });
  });

  it("gives the certificate that counts", async () => {
    const { url } = await api(
      (asked) => (asked.client === "auditor" ? wellBehaved(asked) : failure(401, "Unauthorized")),
      { clientCa: authority.ca },
    );
    const printed = file(credential({ clientCertificateData: client.cert, clientKeyData: client.key }));
    const { facts } = await collected(kubeconfig(url, plugin(`cat ${printed}`)));
    expect(facts["api.version"]).toMatchObject({ state: "present" });
  });

  it("is asked again where its token has ended, in time or not", async () => {
    const runs = file("");
    const counting = (more: object) =>
      plugin(`echo run >> ${runs}; printf '${credential({ token: "t%s", ...more })}' "$(wc -l < ${runs} | tr -d ' ')"`);
    const { url } = await api((asked) => (asked.token === "t2" ? wellBehaved(asked) : failure(401, "Unauthorized")));
    const { connection } = await connect(kubeconfig(url, counting({})));
    expect(await connection.get("/version")).toMatchObject({ state: "answered" });

    const ending = new Date(Date.now() - 1000).toISOString();
    const early = await api((asked) => (asked.token === "t4" ? wellBehaved(asked) : failure(401, "Unauthorized")));
    const { connection: second } = await connect(kubeconfig(early.url, counting({ expirationTimestamp: ending })));
    expect(await second.get("/version")).toMatchObject({ state: "answered" });
    expect(early.log).toHaveLength(1);
  });

  it("that fails the second time makes what is asked then unknown", async () => {
    const once = file("");
    const user = plugin(
      `test -s ${once} && { echo 'log in first' >&2; exit 3; }; echo x > ${once}; echo '${credential({ token: "t" })}'`,
    );
    const { url } = await api(() => failure(401, "Unauthorized"));
    const { facts } = await collected(kubeconfig(url, user));
    expect(facts["api.version"]).toMatchObject({
      reason: "auth-failed",
      message: expect.stringMatching(/exec plugin "\S+" ended with status 3: log in first$/),
    });
  });

  it.each([
    ["hangs", plugin("sleep 600 & wait"), { pluginDeadline: 500 }, /did not end within 0\.5 s and was killed$/],
    [
      "fails",
      plugin("printf 'no\\033[31m session\\nmore\\n' >&2; exit 1"),
      {},
      /ended with status 1: no \[31m session$/,
    ],
    [
      "shows a token when it fails",
      plugin("echo 'bad eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln' >&2; exit 1"),
      {},
      /status 1: bad …$/,
    ],
    ["is killed", plugin("kill -9 $$"), {}, /ended with SIGKILL$/],
    ["prints garbage", plugin("echo Welcome"), {}, /printed something that is not an ExecCredential$/],
    ["prints nothing", plugin(":"), {}, /printed something that is not an ExecCredential$/],
    ["prints without end", plugin("yes"), {}, /printed more than 1 MiB and was killed$/],
    [
      "prints another version",
      plugin(`echo '${credential({ token: "t" }, "v1beta1")}'`),
      {},
      /ExecCredential of another apiVersion/,
    ],
    [
      "prints no credential",
      plugin(`echo '${credential({})}'`),
      {},
      /printed neither a token nor a certificate with its key$/,
    ],
    [
      "is not there",
      { exec: { apiVersion, command: "no-such-plugin" } },
      {},
      /"no-such-plugin" cannot be run: there is no such program$/,
    ],
    ["wants a person", plugin(":", { interactiveMode: "Always" }), {}, /wants a person at a terminal/],
    ["has no name", { exec: { apiVersion } }, {}, /exec needs a command and an apiVersion/],
  ])("that %s is said in one sentence", async (_what, user, circumstances, sentence) => {
    await expect(connect(kubeconfig(server, user), circumstances)).rejects.toThrow(sentence);
  });
});
