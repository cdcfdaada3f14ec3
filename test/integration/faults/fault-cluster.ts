import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type ApiServer, startApiServer } from "../../../src/demo/api-server.ts";
import { makeCertificates } from "../../../src/demo/certificates.ts";
import type { NodeEvidence } from "../../../src/evidence/node.ts";
import type { Assessment } from "../../../src/findings/assessment.ts";
import { readManifest, readRun } from "../../../src/run-folder/read-run.ts";
import { type FaultProxy, startFaultProxy } from "../../support/fault-proxy.ts";
import { startPlimsoll } from "../../support/plimsoll.ts";
import { plimsollHere } from "../../support/plimsoll-here.ts";
import { apiRecording } from "../../support/recordings.ts";
import { createWorkshop, makeKey, startSshd, user } from "../connect/sshd.ts";
import { type ReplayedNode, startReplayedNode } from "./replayed-node.ts";

/** A node, and the proxy that stands between it and whoever asks it. */
export type FaultNode = ReplayedNode & { readonly proxy: FaultProxy };

const recordings = ["cp1", "w1", "w2"];

/** A cluster of real SSH servers and a real API server, each behind a proxy that can fail. */
export async function startFaultCluster(names: readonly string[]) {
  const workshop = createWorkshop();
  const runs = mkdtempSync(join(tmpdir(), "plimsoll-faults-"));
  const authorized = makeKey(workshop.path("key"));
  const nodes: FaultNode[] = await Promise.all(
    names.map(async (name) => {
      const recording = recordings.includes(name) ? name : "w2";
      const node = await startReplayedNode(workshop, { name, recording, authorized });
      return { ...node, proxy: await startFaultProxy(node.sshd.port) };
    }),
  );
  const bastion = await startSshd(workshop, { name: "bastion", authorized: [authorized] });
  const bastionProxy = await startFaultProxy(bastion.port);
  const api = await startApi();
  const apiProxy = await startFaultProxy(Number(new URL(api.url).port));
  writeFileSync(workshop.path("kubeconfig"), stringify(kubeconfigOf(apiProxy.port, api.ca)), { mode: 0o600 });
  writeFileSync(
    workshop.path("known_hosts"),
    [...nodes, { proxy: bastionProxy, sshd: bastion }]
      .map(({ proxy, sshd }) => `[127.0.0.1]:${proxy.port} ${sshd.hostKeys[0]}\n`)
      .join(""),
  );
  const inventory = workshop.path("inventory.yaml");
  writeInventory(inventory, nodes, bastionProxy.port);

  const start = (command: string, ...args: readonly string[]) => startPlimsoll([command, "-i", inventory, ...args]);
  const folder = (name: string): string => join(runs, name);
  return {
    inventory,
    workshop,
    apiProxy,
    bastionProxy,
    node: (name: string): FaultNode => {
      const found = nodes.find((node) => node.name === name);
      if (found === undefined) throw new Error(`no node ${name}`);
      return found;
    },
    nodes,
    folder,
    start,
    run: (command: string, ...args: readonly string[]) => start(command, ...args).ended,
    /** The same in this process: for runs in which nothing fails. */
    here: (command: string, ...args: readonly string[]) => plimsollHere(command, "-i", inventory, ...args),
    logins: (): Readonly<Record<string, number>> => Object.fromEntries(nodes.map((node) => [node.name, node.logins()])),
    async close() {
      await Promise.all([
        apiProxy.close(),
        api.close(),
        bastionProxy.close(),
        bastion.stop(),
        ...nodes.flatMap(({ proxy, stop }) => [proxy.close(), stop()]),
      ]);
      workshop.remove();
      rmSync(runs, { recursive: true, force: true });
    },
  };
}

export type FaultCluster = Awaited<ReturnType<typeof startFaultCluster>>;

async function startApi(): Promise<ApiServer & { readonly ca: string }> {
  const { ca, cert, key } = makeCertificates(new Date());
  return { ...(await startApiServer(apiRecording, { cert, key, token: "t", address: "127.0.0.1", port: 0 })), ca };
}

const kubeconfigOf = (port: number, ca: string) => ({
  apiVersion: "v1",
  kind: "Config",
  "current-context": "c",
  clusters: [
    {
      name: "c",
      cluster: {
        server: `https://127.0.0.1:${port}`,
        "certificate-authority-data": Buffer.from(ca).toString("base64"),
      },
    },
  ],
  users: [{ name: "u", user: { token: "t" } }],
  contexts: [{ name: "c", context: { cluster: "c", user: "u" } }],
});

/** Nodes whose name begins with `behind` are reached through the bastion. */
function writeInventory(path: string, nodes: readonly FaultNode[], bastion: number): void {
  const hosts = nodes.map(({ name, proxy }) => ({
    name,
    address: "127.0.0.1",
    role: name.startsWith("cp") ? "control-plane" : "worker",
    ssh: { port: proxy.port, ...(name.startsWith("behind") && { jump: { address: "127.0.0.1", port: bastion } }) },
  }));
  const ssh = { user, identityFile: "./key", knownHosts: "./known_hosts", connectTimeout: 30 };
  writeFileSync(path, stringify({ cluster: "faults", kubeconfig: "./kubeconfig", ssh, hosts }));
}

/** How each host of a run fared: `read`, or the cause. */
export async function readsOf(folder: string): Promise<Readonly<Record<string, string>>> {
  const { nodes } = await readRun(folder);
  return Object.fromEntries([...nodes].map(({ node, read }) => [node, read.state === "read" ? "read" : read.cause]));
}

export async function evidenceOf(folder: string, name: string): Promise<NodeEvidence> {
  const found = [...(await readRun(folder)).nodes].find(({ node }) => node === name);
  if (found === undefined) throw new Error(`no evidence of ${name}`);
  return found;
}

/** The assessment of a run without what differs from one time to another. */
export function timelessAssessment(folder: string): Omit<Assessment, "collected"> {
  const { collected: _, ...assessment } = JSON.parse(
    readFileSync(join(folder, "assessment.json"), "utf8"),
  ) as Assessment;
  return JSON.parse(JSON.stringify(assessment).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "TIME"));
}

export const manifestOf = readManifest;
