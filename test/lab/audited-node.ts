import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { judgeNode } from "../../src/assess/judge.ts";
import { concludeFacts } from "../../src/assess/roles.ts";
import { loadIdentity } from "../../src/connect/identity.ts";
import { readKnownHosts } from "../../src/connect/read-known-hosts.ts";
import { connectSsh2 } from "../../src/connect/ssh2.ts";
import type { Status } from "../../src/findings/verdict.ts";
import { loadInventory } from "../../src/inventory/load.ts";
import { unreadCluster } from "../../src/probes/cluster/collect-cluster.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { rules } from "../../src/rules/index.ts";
import { labFolder } from "./services.mjs";

const deadlines = { connect: 5000, authentication: 10_000, request: 20_000, host: 60_000 };

/** What every judged rule says literally of one node of the lab, asked now. No API server is asked. */
export async function auditNode(name: string): Promise<Readonly<Record<string, Status>>> {
  const inventory = await loadInventory(join(labFolder, "inventory.yaml"), { home: "/" });
  const host = inventory.hosts.find((candidate) => candidate.name === name);
  if (host?.ssh.identityFile === undefined) throw new Error(`the lab has no host ${name} with a key`);
  const loaded = await loadIdentity(host.ssh.identityFile);
  if (loaded.state !== "ok") throw new Error(loaded.message);
  const { session, transport } = await connectSsh2(host, {
    identities: new Map([[host.ssh.identityFile, loaded.identity]]),
    knownHosts: await readKnownHosts([host.ssh.knownHosts]),
    deadlines,
    signal: new AbortController().signal,
    random: Math.random,
  });
  if (session === undefined) throw new Error(`${name}: ${transport.message}`);
  const facts = await collectNode(session, name, transport);
  session.close();
  const now = () => new Date(0);
  const evidence = {
    node: name,
    address: host.address,
    declaredRole: host.role,
    labels: {},
    read: { state: "read" as const },
    collectedAt: now().toISOString(),
    readerSha256: "",
    facts,
  };
  const concluded = concludeFacts(evidence, unreadCluster("lab", "", "not-collected", "not asked", now));
  return Object.fromEntries(
    rules.flatMap((rule) => (rule.kind === "node" ? [[rule.vulnId, judgeNode(rule, concluded).literal.status]] : [])),
  );
}

/** Runs shell text as root on a node of the lab, over SSH like everybody else. */
export function onNode(name: string, script: string): void {
  const addresses: Readonly<Record<string, string>> = { cp1: "127.0.1.11", w1: "127.0.1.12" };
  execFileSync(
    "ssh",
    [
      ...["-i", join(labFolder, "id_ed25519"), "-o", `UserKnownHostsFile=${join(labFolder, "known_hosts")}`],
      ...["-o", "BatchMode=yes", `audit@${addresses[name]}`, "sudo -n sh -s"],
    ],
    { input: script, stdio: ["pipe", "ignore", "pipe"] },
  );
}
