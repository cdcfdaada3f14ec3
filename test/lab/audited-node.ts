import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { judgeNode } from "../../src/assess/judge.ts";
import { concludeFacts } from "../../src/assess/roles.ts";
import { loadIdentity } from "../../src/connect/identity.ts";
import { readKnownHosts } from "../../src/connect/read-known-hosts.ts";
import { connectSsh2 } from "../../src/connect/ssh2.ts";
import type { ApiNode, ClusterEvidence } from "../../src/evidence/cluster.ts";
import { present } from "../../src/evidence/observed.ts";
import { type AddressClass, type ApprovedPort, type SiteDecisions, undecided } from "../../src/evidence/site.ts";
import type { Status } from "../../src/findings/verdict.ts";
import { loadInventory } from "../../src/inventory/load.ts";
import { collectNode } from "../../src/probes/node/collect-node.ts";
import { rules } from "../../src/rules/index.ts";
import { labFolder } from "./services.mjs";

const deadlines = { connect: 5000, authentication: 10_000, request: 20_000, host: 60_000 };

/** The lab's nodes as its API server knows them. */
const apiNode = (name: string, isControlPlane: boolean): ApiNode => ({
  name,
  addresses: [],
  labels: isControlPlane ? { "node-role.kubernetes.io/control-plane": "" } : {},
  taints: isControlPlane ? [{ key: "node-role.kubernetes.io/control-plane", effect: "NoSchedule" }] : [],
  ready: true,
  kubeletVersion: "v1.36.2",
  osImage: "",
});
const namespaces = ["default", "kube-node-lease", "kube-public", "kube-system"];
const source = { host: "lab", request: "GET" };
const cluster: ClusterEvidence = {
  cluster: "lab",
  collectedAt: "",
  facts: {
    "api.version": present("v1.36.2", source),
    "api.nodes": present([apiNode("cp1", true), apiNode("w1", false)], source),
    "api.namespaces": present(
      namespaces.map((name) => ({ name, labels: {} })),
      source,
    ),
    "api.services": present([], source),
    "api.pods": present([], source),
    "api.workloads": present([], source),
  },
};

const entry = (port: number, address: AddressClass): ApprovedPort => ({
  ...{ first: port, last: port, protocol: "tcp", address, direction: "in" },
});

/** A site that approved what kubeadm uses: without a list no rule on ports can pass. */
const site: SiteDecisions = {
  ...undecided,
  ppsm: {
    ...{ document: "the lab's ports", approvedBy: "the lab", date: "2026-01-01" },
    components: {
      "kube-apiserver": [entry(6443, "any")],
      "kube-scheduler": [entry(10259, "loopback")],
      "kube-controller-manager": [entry(10257, "loopback")],
      etcd: [entry(2379, "node-ip"), entry(2380, "node-ip"), entry(2381, "loopback")],
    },
  },
};

/** What a rule says of one node, in both readings. */
export type Statuses = Readonly<Record<string, { readonly literal: Status; readonly effective: Status }>>;

/** What every judged rule says of one node of the lab, asked now. */
export async function auditNode(name: string): Promise<Statuses> {
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
  const evidence = {
    node: name,
    address: host.address,
    declaredRole: host.role,
    labels: {},
    read: { state: "read" as const },
    collectedAt: "",
    readerSha256: "",
    facts,
  };
  const concluded = concludeFacts(evidence, cluster, site);
  return Object.fromEntries(
    rules.flatMap((rule) => {
      if (rule.kind !== "node") return [];
      const { literal, effective, beyondText } = judgeNode(rule, concluded);
      // A finding beyond the text does not count literally.
      const counted: Status = beyondText ? "not_applicable" : literal.status;
      return [[rule.vulnId, { literal: counted, effective: effective.status }]];
    }),
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
