import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach } from "vitest";
import { stringify } from "yaml";
import { connectKubernetesApi } from "../../../src/connect/api/kubernetes-api.ts";
import type { ApiConnection, ApiLimits } from "../../../src/connect/api/open-api.ts";
import type { Environment } from "../../../src/connect/api/proxy.ts";
import { makeAuthority } from "../../../src/demo/certificates.ts";
import { collectCluster } from "../../../src/probes/cluster/collect-cluster.ts";
import { type ApiServerOptions, startTestApi, type TestApi } from "../../support/api-server.ts";

const now = new Date();
export const authority = makeAuthority("cluster-ca", now);
const serving = authority.issue({ subject: "kube-apiserver", address: "127.0.0.1" });

export const folder = mkdtempSync(join(tmpdir(), "plimsoll-api-"));
const running: TestApi[] = [];
const open: ApiConnection[] = [];
let files = 0;

/** A file of these tests; its path. */
export function file(content: string, name = `file-${files++}`): string {
  const path = join(folder, name);
  writeFileSync(path, content, { mode: 0o700 });
  return path;
}

/** A server that answers so, with the certificate of an API server unless it is given another. */
export async function api(
  answer: ApiServerOptions["answer"],
  more: Partial<Omit<ApiServerOptions, "answer">> = {},
): Promise<TestApi> {
  const started = await startTestApi({ ...serving, ...more, answer });
  running.push(started);
  return started;
}

export const base64 = (text: string): string => Buffer.from(text).toString("base64");

/** A kubeconfig with one context; path. */
export function kubeconfig(server: string, user: object = { token: "t" }, cluster: object = {}): string {
  const ca = { "certificate-authority-data": base64(authority.ca) };
  return file(
    stringify({
      apiVersion: "v1",
      kind: "Config",
      "current-context": "main",
      clusters: [{ name: "c", cluster: { server, ...ca, ...cluster } }],
      users: [{ name: "u", user }],
      contexts: [{ name: "main", context: { cluster: "c", user: "u" } }],
    }),
  );
}

export type Circumstances = Partial<ApiLimits> & {
  readonly environment?: Environment;
  readonly pluginDeadline?: number;
  readonly access?: object;
};

/** Connects with patience; nothing waits in real time: pauses are kept in `pauses`. */
export async function connect(path: string, circumstances: Circumstances = {}) {
  const {
    environment = { PATH: process.env["PATH"] },
    pluginDeadline = 30_000,
    access = {},
    ...limits
  } = circumstances;
  const pauses: number[] = [];
  const connection = await connectKubernetesApi(
    { kubeconfig: path, ...access },
    {
      environment,
      pluginDeadline,
      tunnel: () => {
        throw new Error("no tunnel is meant to be opened here");
      },
      limits: {
        request: 30_000,
        total: 300_000,
        largest: 1024 * 1024,
        wait: async (milliseconds) => {
          pauses.push(milliseconds);
        },
        now: () => now,
        elapsed: () => performance.now(),
        ...limits,
      },
    },
  );
  open.push(connection);
  return { connection, pauses };
}

/** What an audit learns of a server, and how long it would have paused. */
export async function collected(path: string, circumstances: Circumstances = {}) {
  const { connection, pauses } = await connect(path, circumstances);
  const evidence = await collectCluster(connection, "c", () => now);
  return { facts: evidence.facts, pauses, evidence };
}

// All servers and connections end with their test.
afterEach(async () => {
  for (const connection of open.splice(0)) connection.close();
  await Promise.all(running.splice(0).map((server) => server.stop().catch(() => undefined)));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
