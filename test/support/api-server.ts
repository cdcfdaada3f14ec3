import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { SecureContextOptions, TLSSocket } from "node:tls";

/** One request as the server got it. */
export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly token: string | undefined;
  readonly headers: IncomingMessage["headers"];
  /** Common name of a client certificate that the client CA signed. */
  readonly client: string | undefined;
  readonly body: string;
  /** Which time this path is asked for, from 1. */
  readonly time: number;
};

/** What the server does with a request. */
export type Reply =
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  /** Begins an answer and cuts the connection. */
  | { readonly cutAfter: string }
  | "cut"
  | "silent"
  /** Answers without end. */
  | "endless";

export type ApiServerOptions = {
  readonly cert: string;
  readonly key: string;
  readonly clientCa?: string;
  /** What the server offers of TLS, where it is not what Node.js offers. */
  readonly tls?: SecureContextOptions;
  readonly answer: (asked: Asked) => Reply;
};

export type TestApi = {
  readonly url: string;
  readonly port: number;
  /** `GET /path?query`, in the order in which they came. */
  readonly log: readonly string[];
  readonly connections: () => number;
  /** Stops to listen and cuts every connection; `start` listens on the same port again. */
  readonly stop: () => Promise<void>;
  readonly start: () => Promise<void>;
};

/** A real HTTPS server on loopback that does as a test says, good or bad. */
export async function startTestApi({ cert, key, clientCa, tls = {}, answer }: ApiServerOptions): Promise<TestApi> {
  const log: string[] = [];
  const times = new Map<string, number>();
  let connections = 0;
  const client = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false };
  const server = createServer({ cert, key, ...client, ...tls }, (request, response) => {
    readBody(request).then(
      (body) => {
        const url = new URL(request.url ?? "/", "https://api");
        log.push(`${request.method} ${request.url}`);
        const time = (times.get(url.pathname) ?? 0) + 1;
        times.set(url.pathname, time);
        reply(response, answer({ ...askedOf(request, url), body, time }));
      },
      () => undefined,
    );
  });
  server.on("secureConnection", () => {
    connections += 1;
  });
  const start = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await start(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    log,
    connections: () => connections,
    start: () => start(port),
    async stop() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += chunk;
  return body;
}

function askedOf(request: IncomingMessage, url: URL): Omit<Asked, "body" | "time"> {
  const socket = request.socket as TLSSocket;
  return {
    method: request.method ?? "",
    path: url.pathname,
    query: url.searchParams,
    token: /^Bearer (.*)$/.exec(request.headers.authorization ?? "")?.[1],
    headers: request.headers,
    client: socket.authorized ? String(socket.getPeerCertificate().subject.CN) : undefined,
  };
}

function reply(response: ServerResponse, wanted: Reply): void {
  if (wanted === "silent") return;
  if (wanted === "cut") {
    response.socket?.destroy();
    return;
  }
  if (wanted === "endless") {
    response.writeHead(200, { "content-type": "application/json" });
    const chunk = " ".repeat(256 * 1024);
    const more = (): void => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on("drain", more);
    more();
    return;
  }
  if ("cutAfter" in wanted) {
    response.writeHead(200, { "content-type": "application/json", "content-length": "1000000" });
    response.write(wanted.cutAfter, () => response.socket?.destroy());
    return;
  }
  response.writeHead(wanted.status, { "content-type": "application/json", ...wanted.headers });
  response.end(wanted.body);
}
