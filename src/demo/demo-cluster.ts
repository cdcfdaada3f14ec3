import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import type { Recording } from "../connect/recordings/recording.ts";
import { ownText } from "../own-files.ts";
import { startApiServer } from "./api-server.ts";
import { makeCertificates } from "./certificates.ts";
import type { ApiRecording } from "./recorded-answer.ts";
import { makeSshKeys } from "./ssh-keys.ts";
import { startDemoNode } from "./ssh-node.ts";

/** A cluster of one control plane and two workers, recorded from kubeadm v1.36.2 nodes, behind real servers on loopback. */
export type DemoCluster = {
  /** Path of an inventory that leads to it; keys, known_hosts and kubeconfig lie beside it. */
  readonly inventory: string;
  /** Stops the servers and removes the files. */
  readonly close: () => Promise<void>;
};

const recorded = (name: string): unknown => JSON.parse(ownText(`src/demo/recordings/${name}.json`));

const nodes = [
  { name: "cp1", role: "control-plane" },
  { name: "w1", role: "worker" },
  { name: "w2", role: "worker" },
] as const;

const user = "audit";

const kubeconfig = (server: string, ca: string, token: string) => ({
  apiVersion: "v1",
  kind: "Config",
  "current-context": "demo",
  clusters: [{ name: "demo", cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } }],
  users: [{ name: "auditor", user: { token } }],
  contexts: [{ name: "demo", context: { cluster: "demo", user: "auditor" } }],
});

/** Starts the cluster. Every key, certificate and token is made on the spot and goes with it. */
export async function startDemoCluster(now: Date): Promise<DemoCluster> {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-demo-"));
  const write = (name: string, content: string): void => writeFileSync(join(folder, name), content, { mode: 0o600 });
  const keys = makeSshKeys();
  const { ca, cert, key } = makeCertificates(now);
  // Read before the first server listens: one that is missing must not leave the others behind.
  const answers = nodes.map(({ name }) => recorded(name) as Recording);
  const apiAnswers = recorded("api") as ApiRecording;
  const token = randomBytes(24).toString("hex");

  const started = await Promise.all(
    nodes.map(async (node, index) => ({ ...node, ...(await startDemoNode(answers[index] ?? {}, user, keys.public)) })),
  );
  const server = await startApiServer(apiAnswers, {
    cert,
    key,
    token,
    address: "127.0.0.1",
    port: 0,
  });

  write("id_ed25519", keys.private);
  write("known_hosts", started.map(({ port, hostKey }) => `[127.0.0.1]:${port} ${hostKey}\n`).join(""));
  write("kubeconfig", stringify(kubeconfig(server.url, ca, token)));
  const hosts = started.map(({ name, role, port }) => ({ name, address: "127.0.0.1", role, ssh: { port } }));
  const ssh = { user, identityFile: "./id_ed25519", knownHosts: "./known_hosts" };
  const api = { kubeletConfigz: true };
  write("inventory.yaml", stringify({ cluster: "demo", kubeconfig: "./kubeconfig", api, ssh, hosts }));
  return {
    inventory: join(folder, "inventory.yaml"),
    async close() {
      await Promise.all([server.close(), ...started.map((node) => node.close())]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
