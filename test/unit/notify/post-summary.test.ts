import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import { webhookNotifier, webhookUrl } from "../../../src/notify/post-summary.ts";
import { startConnectProxy } from "../../support/connect-proxy.ts";
import { diffOf, sampleAfter, sampleDiff } from "../../support/sample-diff.ts";

const outcome = { assessment: sampleAfter(), folder: "/runs/r", status: 1, seconds: 1, diff: sampleDiff() };

describe("a webhook", () => {
  const closers: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void, tls?: object) {
    const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    closers.push(() => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    });
    return (server.address() as AddressInfo).port;
  }
  /** Milliseconds that were waited for between tries, by no clock. */
  const pauses: number[] = [];
  const wait = async (milliseconds: number): Promise<void> => void pauses.push(milliseconds);
  const tell = (url: string, environment: Readonly<Record<string, string>> = {}, told: object = {}) => {
    pauses.length = 0;
    return webhookNotifier({ url: new URL(url), environment, fips: false, wait }).tell({ ...outcome, ...told });
  };

  it("gets one POST of JSON where there is news, and nothing else", async () => {
    const asked: unknown[] = [];
    const port = await serve((request, response) => {
      void json(request).then((body) => {
        asked.push([request.method, request.url, request.headers["content-type"], body]);
        response.writeHead(204).end();
      });
    });
    const url = `http://127.0.0.1:${port}/services/T0/secret?x=1`;
    expect(await tell(url)).toBeUndefined();
    const text = expect.stringMatching(/^sample: 3 newly open/);
    const body = expect.objectContaining({ text, cluster: "sample", exitStatus: 1 });
    expect(asked).toEqual([["POST", "/services/T0/secret?x=1", "application/json", body]]);
    expect(await tell(url, {}, { diff: diffOf(sampleAfter(), sampleAfter()) })).toBeUndefined();
    expect(await tell(url, {}, { diff: undefined })).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it("is named by its host alone, for its path may be a secret", () => {
    const url = new URL("https://user:word@hooks.example.org/services/T0/secret");
    expect(webhookNotifier({ url, environment: {}, fips: false }).name).toBe("the webhook at hooks.example.org");
  });

  it.each([302, 404])("fails at once where it answers with HTTP %i", async (status) => {
    const port = await serve((_, response) => void response.writeHead(status, { location: "/elsewhere" }).end());
    expect(await tell(`http://127.0.0.1:${port}/`)).toBe(`it answered with HTTP ${status}`);
    expect(pauses).toEqual([]);
  });

  it("is tried again where it is busy or broken, with the pauses that it wants, and told once it listens", async () => {
    const answers = [[429, { "retry-after": "7" }], [503], [200]] as const;
    let asked = 0;
    const port = await serve((_, response) => {
      const [status, headers] = answers[asked++] ?? [500];
      response.writeHead(status, headers).end();
    });
    expect(await tell(`http://127.0.0.1:${port}/`)).toBeUndefined();
    expect([asked, pauses]).toEqual([3, [7000, 2000]]);
  });

  it("is given up after four tries, or where the pause that it wants is too long", async () => {
    const broken = await serve((_, response) => void response.writeHead(500).end());
    expect(await tell(`http://127.0.0.1:${broken}/`)).toBe("it answered with HTTP 500 (tried 4 times)");
    expect(pauses).toEqual([1000, 2000, 4000]);
    const busy = await serve((_, response) => void response.writeHead(429, { "retry-after": "3600" }).end());
    expect(await tell(`http://127.0.0.1:${busy}/`)).toBe("it answered with HTTP 429; it wants a pause of 3600 s");
    expect(pauses).toEqual([]);
  });

  it("is tried again where nobody answers, or the answer is cut", async () => {
    const port = await serve((request) => request.socket.destroy());
    expect(await tell(`http://127.0.0.1:${port}/`)).toBe("the connection was cut (tried 4 times)");
    for (const close of closers.splice(0)) await close();
    expect(await tell(`http://127.0.0.1:${port}/`)).toMatch(/ECONNREFUSED.* \(tried 4 times\)$/);
  });

  it("is not told where its certificate is not trusted, whatever the environment says", async () => {
    const { cert, key } = makeCertificates(new Date());
    let asked = 0;
    const answer = (_: IncomingMessage, response: ServerResponse): void => {
      asked += 1;
      response.end();
    };
    const port = await serve(answer, { cert, key });
    const before = process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
    process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = "0";
    try {
      expect(await tell(`https://127.0.0.1:${port}/`)).toContain("no certificate authority that counts here");
    } finally {
      if (before === undefined) delete process.env["NODE_TLS_REJECT_UNAUTHORIZED"];
      else process.env["NODE_TLS_REJECT_UNAUTHORIZED"] = before;
    }
    expect(asked).toBe(0);
  });

  it("is reached through the proxy that the environment names", async () => {
    const proxy = await startConnectProxy(1, 403);
    closers.push(proxy.stop);
    const environment = { HTTPS_PROXY: `http://127.0.0.1:${proxy.port}` };
    expect(await tell("https://hooks.example.org/", environment)).toBe(
      `through the proxy 127.0.0.1:${proxy.port}: it answered CONNECT with HTTP 403`,
    );
    expect(proxy.asked).toEqual(["hooks.example.org:443"]);
  });

  it.each([
    ["https://hooks.example.org/x", true],
    ["http://127.0.0.1:8080/x", true],
    ["http://[::1]/x", true],
    ["http://localhost/x", true],
    ["http://hooks.example.org/x", false],
    ["http://127.0.0.1.example.org/x", false],
    ["ftp://127.0.0.1/x", false],
    ["hooks.example.org", false],
  ])("%s may be told: %s", (text, expected) => {
    const found = webhookUrl(text);
    expect(typeof found !== "string").toBe(expected);
    if (typeof found === "string") expect(found).not.toContain("example");
  });
});
