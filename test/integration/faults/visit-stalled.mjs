// Visits a thousand hosts that stall, by the built program's own parts, and says what is left of them in this process.
// Arguments: a file with { hosts, knownHosts, identityFile }. Needs --expose-gc.
import { getEventListeners } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import { collect } from "../../../dist/collect.js";
import { connectHost } from "../../../dist/connect/connect-host.js";
import { loadIdentity } from "../../../dist/connect/keys/identity.js";
import { parseKnownHosts } from "../../../dist/connect/known-hosts/known-hosts-line.js";
import { startLoginRun } from "../../../dist/connect/logins/login-run.js";

const { hosts, knownHosts, identityFile } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { identity } = await loadIdentity(identityFile, undefined);
const { signal } = new AbortController();

const sockets = () => process.getActiveResourcesInfo().filter((name) => name === "TCPSocketWrap").length;

/** What this process holds once nothing is on its way any more. */
async function held() {
  while (sockets() > 0) await setImmediate();
  globalThis.gc();
  await setImmediate();
  globalThis.gc();
  return {
    files: readdirSync("/proc/self/fd").length,
    resources: process.getActiveResourcesInfo().toSorted(),
    listeners: getEventListeners(signal, "abort").length,
    heap: process.memoryUsage().heapUsed,
  };
}

async function visit(some) {
  const run = startLoginRun();
  const options = {
    identities: new Map([[identityFile, identity]]),
    knownHosts: new Map([
      ["/known_hosts", { state: "read", path: "/known_hosts", lines: parseKnownHosts(knownHosts) }],
    ]),
    // A login that a loaded machine does not get done in time has stalled as well.
    deadlines: { connect: 600, authentication: 400, request: 400, host: 10_000 },
    random: Math.random,
    run,
  };
  const ends = {};
  let most = 0;
  const reach = {
    connect: (host, aborted, slot) => connectHost(host, { ...options, signal: aborted, slot }),
    api: undefined,
    readerSha256: "",
    now: () => new Date(),
  };
  await collect({ cluster: "stalled", hosts: some }, reach, {
    places: { atWork: 32, waiting: 256 },
    signal,
    onEvent: () => {
      most = Math.max(most, sockets());
    },
    onNode: ({ node, read }) => {
      const end = `${node.replace(/-.*/, "")} ${read.cause ?? read.state}`;
      ends[end] = (ends[end] ?? 0) + 1;
    },
  });
  run.close();
  return { ends, most };
}

// The first ones load what is loaded once.
await visit(hosts.filter((_, index) => index % 8 === 0));
const before = await held();
const { ends, most } = await visit(hosts);
const after = await held();
process.stdout.write(JSON.stringify({ ends, most, before, after }));
