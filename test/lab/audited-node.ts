import { join } from "node:path";
import { judgeNode } from "../../src/assess/judge.ts";
import { concludeFacts } from "../../src/assess/roles.ts";
import { connectKubernetesApi } from "../../src/connect/api/kubernetes-api.ts";
import { connectHost } from "../../src/connect/connect-host.ts";
import { loadIdentity } from "../../src/connect/keys/identity.ts";
import { readKnownHosts } from "../../src/connect/known-hosts/read-known-hosts.ts";
import { startLoginRun } from "../../src/connect/logins/login-run.ts";
import { readerSource } from "../../src/connect/reader.ts";
import { parseSweep } from "../../src/connect/recordings/sweep-file.ts";
import { sweepSession } from "../../src/connect/recordings/sweep-session.ts";
import { loadDecisions } from "../../src/decisions/load.ts";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import type { CollectedFacts } from "../../src/evidence/node.ts";
import type { Status } from "../../src/findings/verdict.ts";
import type { Host, SshSettings } from "../../src/inventory/inventory.ts";
import { loadInventory } from "../../src/inventory/load.ts";
import { collectCluster } from "../../src/probes/cluster/collect-cluster.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { rules } from "../../src/rules/index.ts";
import { atConsole, labFolder } from "./services.mjs";

const deadlines = { connect: 5000, authentication: 10_000, request: 20_000, host: 60_000 };
const loadLab = () => loadInventory(join(labFolder, "inventory.yaml"), { home: "/" });

/** What a rule says of one node, in both readings, and its reasons. */
export type Statuses = Readonly<
  Record<string, { readonly literal: Status; readonly effective: Status; readonly reasons: string }>
>;

/** A node of the lab with sshd, or w3, which is read at its console. */
export type LabNode = "cp1" | "w1" | "w3";

/** The cluster as the lab's API server shows it now. */
export async function askCluster(): Promise<ClusterEvidence> {
  const { cluster, api } = await loadLab();
  if (api === undefined) throw new Error("the lab's inventory names no kubeconfig");
  const session = await connectKubernetesApi(api, {
    environment: {},
    limits: {
      request: deadlines.request,
      total: deadlines.host,
      largest: 1_000_000,
      now: () => new Date(),
      elapsed: () => performance.now(),
      // The lab's API server is never busy.
      wait: () => Promise.reject(new Error("the lab's API server asked for patience")),
    },
    pluginDeadline: deadlines.request,
    tunnel: () => {
      throw new Error("the lab's API server is reached from here");
    },
  });
  try {
    return await collectCluster(session, cluster, () => new Date());
  } finally {
    session.close();
  }
}

/** What the reader's sweep prints at a node's console. */
export const sweepAt = (node: string): Buffer =>
  atConsole(node, "cat >/run/reader.sh && sh /run/reader.sh sweep && rm /run/reader.sh", readerSource);

/** What every judged rule says of one node of the lab, asked now. */
export async function auditNode(name: LabNode, cluster: ClusterEvidence): Promise<Statuses> {
  const host = await labHost(name);
  return judgeFacts(host, cluster, name === "w3" ? await readAtConsole(name) : await readOverSsh(host));
}

async function labHost(name: string): Promise<Host> {
  const host = (await loadLab()).hosts.find((candidate) => candidate.name === name);
  if (host === undefined) throw new Error(`the lab has no host ${name}`);
  return host;
}

/** What a worker shows of itself over SSH where the inventory says otherwise how it is read, and what rules say of that. */
export async function auditWorker(
  name: string,
  cluster: ClusterEvidence,
  ssh: Partial<Pick<SshSettings, "privilege" | "reader">>,
): Promise<{ readonly facts: CollectedFacts; readonly statuses: Statuses }> {
  const host = await labHost(name);
  const facts = await readOverSsh({ ...host, ssh: { ...host.ssh, ...ssh } });
  return { facts, statuses: await judgeFacts(host, cluster, facts) };
}

async function judgeFacts(host: Host, cluster: ClusterEvidence, facts: CollectedFacts): Promise<Statuses> {
  const evidence = {
    node: host.name,
    address: host.address,
    declaredRole: host.role,
    labels: {},
    read: { state: "read" as const },
    collectedAt: new Date().toISOString(),
    readerSha256: "",
    facts,
  };
  const { site } = await loadDecisions(new URL("decisions.yaml", import.meta.url).pathname);
  const concluded = concludeFacts(evidence, cluster, site);
  return Object.fromEntries(
    rules.flatMap((rule) => {
      if (rule.kind !== "node") return [];
      const { literal, effective, beyondText } = judgeNode(rule, concluded);
      // A finding beyond the text does not count literally.
      const counted: Status = beyondText ? "not_applicable" : literal.status;
      const reasons = `${literal.reason}\n${effective.reason}`;
      return [[rule.id, { literal: counted, effective: effective.status, reasons }]];
    }),
  );
}

async function readOverSsh(host: Host): Promise<CollectedFacts> {
  const { identityFile } = host.ssh;
  if (identityFile === undefined) throw new Error(`the lab has no key for ${host.name}`);
  const loaded = await loadIdentity(identityFile);
  if (loaded.state !== "ok") throw new Error(loaded.message);
  const { session, transport } = await connectHost(host, {
    identities: new Map([[identityFile, loaded.identity]]),
    knownHosts: await readKnownHosts([host]),
    deadlines,
    signal: new AbortController().signal,
    random: Math.random,
    run: startLoginRun(),
  });
  if (session === undefined) throw new Error(`${host.name}: ${transport.message}`);
  try {
    return await collectNode(session, host.name, transport);
  } finally {
    session.close();
  }
}

async function readAtConsole(name: LabNode): Promise<CollectedFacts> {
  const parsed = parseSweep(sweepAt(name));
  if (parsed.state !== "ok") throw new Error(parsed.problem);
  return collectNode(sweepSession(parsed.sweep), name);
}
