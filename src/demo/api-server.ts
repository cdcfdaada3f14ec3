import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { type ApiRecording, recordedAnswer } from "./recorded-answer.ts";

/** What it shows of itself, and whom it answers what. */
export type ApiServerOptions = {
  readonly cert: string;
  readonly key: string;
  /** Who may ask: the bearer token, or a client certificate signed by this CA. */
  readonly token?: string;
  readonly clientCa?: string;
  readonly address: string;
  readonly port: number;
};

/** An API server that listens, until it is closed. */
export type ApiServer = { readonly url: string; readonly close: () => Promise<void> };

const status = (code: number, reason: string) => ({
  kind: "Status",
  apiVersion: "v1",
  status: "Failure",
  reason,
  code,
});

/** What `plimsoll check` asks by POST; the recorded user may read all that is recorded. */
const accessReviews = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews";

/** A real HTTPS server that answers GETs as the API server did when it was recorded: 401, 404 and 405 included. */
export async function startApiServer(recording: ApiRecording, options: ApiServerOptions): Promise<ApiServer> {
  const { cert, key, clientCa } = options;
  const client = clientCa === undefined ? {} : { ca: clientCa, requestCert: true, rejectUnauthorized: false };
  const server = createServer({ cert, key, minVersion: "TLSv1.2", ...client }, (request, response) => {
    const send = (code: number, body: unknown): void => {
      response.writeHead(code, { "content-type": "application/json" });
      response.end(JSON.stringify(body));
    };
    const byToken = options.token !== undefined && request.headers.authorization === `Bearer ${options.token}`;
    const byCertificate =
      clientCa !== undefined && "authorized" in request.socket && request.socket.authorized === true;
    const { pathname } = new URL(request.url ?? "/", "https://api");
    if (!byToken && !byCertificate) send(401, status(401, "Unauthorized"));
    else if (request.method === "POST" && pathname === accessReviews) send(201, { status: { allowed: true } });
    else if (request.method !== "GET") send(405, status(405, "MethodNotAllowed"));
    else {
      const answer = recordedAnswer(recording, pathname, request.headers.accept ?? "");
      if (answer === undefined) send(404, status(404, "NotFound"));
      else send(200, answer);
    }
  });
  await new Promise<void>((resolve) => server.listen(options.port, options.address, resolve));
  server.unref();
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://${options.address}:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
