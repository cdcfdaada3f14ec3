// `npm run lab -- --record`: what the reader answers on the lab's healthy nodes, as the demo's recordings.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { connectHost } from "../../dist/connect/connect-host.js";
import { loadIdentity } from "../../dist/connect/keys/identity.js";
import { readKnownHosts } from "../../dist/connect/known-hosts/read-known-hosts.js";
import { startLoginRun } from "../../dist/connect/logins/login-run.js";
import { recordingSession } from "../../dist/connect/recordings/record.js";
import { loadInventory } from "../../dist/inventory/load.js";
import { collectNode } from "../../dist/probes/node/collect-node.js";

const recorded = ["cp1", "w1", "w2"];
const file = (name) => fileURLToPath(new URL(`../../src/demo/recordings/${name}.json`, import.meta.url));

/** The lab's nodes share the machine's network: a socket that no process of the node holds is the machine's. */
function ownSockets(/** @type {{ state: string, text?: string }} */ answer) {
  if (answer.text === undefined) return answer;
  const lines = answer.text.split("\n");
  const held = new Set(lines.filter((line) => line.startsWith("h|")).map((line) => line.split("|")[2]));
  const kept = lines.filter((line) => !line.startsWith("s|") || held.has(line.split("|")[3]));
  return { ...answer, text: kept.join("\n") };
}

const filtersOfKubeadm = readFileSync(new URL("kubeadm-1.36/filters.txt", import.meta.url), "utf8");
const { items } = JSON.parse(readFileSync(file("api"), "utf8"))["/api/v1/nodes"];

/** The machine's packet filters are not a node's either: the demo has what kube-proxy and the kubelet write. */
function filtersOf(/** @type {string} */ name) {
  const { addresses } = items.find(({ metadata }) => metadata.name === name).status;
  const own = ["127.0.0.1", ...addresses.flatMap(({ type, address }) => (type === "InternalIP" ? [address] : []))];
  const [head, ...lines] = filtersOfKubeadm.split("\n");
  return { state: "ok", text: [head, ...own.map((address) => `address|ip|${address}`), ...lines].join("\n") };
}

/**
 * What was asked of paths that were left to the node (`/proc/@kube-proxy`), under those that it found: a sweep asks for these, and
 * so does an audit of a node that has several.
 */
function byTheirPaths(/** @type {Record<string, { state: string, text?: string }>} */ answers) {
  const left = Object.entries(answers).flatMap(([key, { text = "" }]) => {
    const [, to, inner = ""] = /^stat (.*\/@[^/]*)(.*)$/.exec(key) ?? [];
    const [, found] = /\|(\/[^|]*)\/\n/.exec(text) ?? [];
    return to === undefined || found === undefined ? [] : [[to, found.slice(0, found.length - inner.length)]];
  });
  // Asked for its name alone.
  const { "stat /etc/cni/net.d/@": _, ...others } = answers;
  return Object.fromEntries(
    Object.entries(others).flatMap(([key, answer]) =>
      left.flatMap(([to = "", found = ""]) =>
        `${key}/`.includes(` ${to}/`) ? [[key.replace(to, found), answer]] : [],
      ),
    ),
  );
}

/** Asks the nodes what an audit asks, and keeps every answer. */
export async function record(/** @type {string} */ inventoryFile) {
  const inventory = await loadInventory(inventoryFile, { home: "/" });
  const hosts = inventory.hosts.filter(({ name }) => recorded.includes(name));
  const identities = new Map();
  for (const { ssh } of hosts) {
    const loaded = await loadIdentity(ssh.identityFile);
    if (loaded.state !== "ok") throw new Error(loaded.message);
    identities.set(ssh.identityFile, loaded.identity);
  }
  const knownHosts = await readKnownHosts(hosts);
  const deadlines = { connect: 5000, authentication: 5000, request: 10_000, host: 60_000 };
  const { signal } = new AbortController();
  const run = startLoginRun();
  const options = { identities, knownHosts, deadlines, signal, random: Math.random, run };
  for (const host of hosts) {
    const { session, transport } = await connectHost(host, options);
    if (session === undefined) throw new Error(`${host.name}: ${transport.message}`);
    const answers = {};
    const keep = (key, answer) => {
      answers[key] = key === "sockets" ? ownSockets(answer) : answer;
      if (key === "filters") answers[key] = filtersOf(host.name);
    };
    await collectNode(recordingSession(session, keep), host.name, transport);
    session.close();
    const all = { ...answers, ...byTheirPaths(answers) };
    const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file(host.name), `${JSON.stringify(sorted, null, 2)}\n`);
    console.log(`${host.name}: ${Object.keys(sorted).length} answers, ${readFileSync(file(host.name)).length} bytes`);
  }
}
