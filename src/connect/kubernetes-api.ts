import { Agent, type RequestOptions, request } from "node:https";
import { text } from "node:stream/consumers";
import type { ApiAccess } from "../inventory/inventory.ts";
import type { ApiAnswer, ApiSession, FailureCause } from "./session.ts";

/** What a kubeconfig says that cannot be used: one sentence with the file. */
export class KubeconfigError extends Error {}

const causes: Readonly<Record<string, FailureCause>> = {
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timed-out",
  ABORT_ERR: "timed-out",
};

/** What an HTTP status other than 200 means for the evidence. */
const causeOfStatus = (status: number): FailureCause => {
  if (status === 401) return "auth-failed";
  return status === 403 ? "permission-denied" : "unreachable";
};

/**
 * Opens the API server that a kubeconfig names. TLS is always verified. client-node is loaded only here, because its
 * generated models are slow to load, and only its kubeconfig is used: its lists drop unknown fields and open a
 * connection a request.
 * @throws KubeconfigError where the file, the context or the credentials cannot be used; nothing has been contacted.
 */
export async function connectKubernetesApi(access: ApiAccess, timeout: number): Promise<ApiSession> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  try {
    config.loadFromFile(access.kubeconfig);
  } catch (error) {
    throw new KubeconfigError(`${access.kubeconfig}: ${firstLine(error)}`);
  }
  if (access.context !== undefined) config.setCurrentContext(access.context);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    throw new KubeconfigError(
      `${access.kubeconfig}: no cluster for context "${access.context ?? config.getCurrentContext()}"`,
    );
  }
  if (cluster.skipTLSVerify)
    throw new KubeconfigError(`${access.kubeconfig}: insecure-skip-tls-verify is not supported`);
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new KubeconfigError(`${access.kubeconfig}: ${firstLine(error)}`);
  }
  const { ca, cert, key, servername, headers } = options;
  const given = Object.fromEntries(
    Object.entries({ ca, cert, key, servername }).filter(([, value]) => value !== undefined),
  );
  const agent = new Agent({ keepAlive: true, maxSockets: 4, ...given });
  return {
    server: cluster.server,
    get: (path) => get(new URL(path, cluster.server), { agent, headers, timeout }),
    close: () => agent.destroy(),
  };
}

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";

type GetOptions = Pick<RequestOptions, "agent" | "headers"> & { readonly timeout: number };

async function get(url: URL, options: GetOptions): Promise<ApiAnswer> {
  try {
    const { status, body } = await fetchText(url, options);
    if (status !== 200) {
      return { state: "failed", cause: causeOfStatus(status), message: `GET ${url.pathname} answered HTTP ${status}` };
    }
    return { state: "answered", body: JSON.parse(body) };
  } catch (error) {
    if (error instanceof SyntaxError) return { state: "failed", cause: "unparseable", message: firstLine(error) };
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    return { state: "failed", cause: causes[code] ?? "unreachable", message: firstLine(error) };
  }
}

/** One GET; the deadline (milliseconds) covers the whole answer. */
function fetchText(url: URL, { agent, headers, timeout }: GetOptions): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeout);
    const accept = { ...(headers as Record<string, string> | undefined), accept: "application/json" };
    const sent = request(url, { ...(agent === undefined ? {} : { agent }), headers: accept, signal }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    sent.on("error", reject);
    sent.end();
  });
}
