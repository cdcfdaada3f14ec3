import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { startDelayProxy } from "./delay-proxy.mjs";
import { measured } from "./measure.mjs";
import { parties } from "./parties.mjs";
import { hostsOf } from "./start-hosts.mjs";

const listen = 2222;
const turns = 3;
/** Milliseconds each way: long beside what else varies from run to run. */
const delay = 100;

/**
 * What one worker costs on the wire: bytes to it and from it, and round trips, which are the time that a known delay adds
 * divided by it. The connection to the proxy is not delayed, so TCP's own round trip is not among them.
 */
export async function sampleOf(
  /** @type {string} */ id,
  /** @type {{ readonly folder: string, readonly hosts: Awaited<ReturnType<typeof import("./start-hosts.mjs").startHosts>> }} */ {
    folder,
    hosts,
  },
) {
  const party = parties.find((each) => each.id === id);
  const [, , , worker] = hostsOf(4);
  if (party === undefined || worker === undefined) throw new Error(`nobody is called ${id}`);
  const proxy = await startDelayProxy({ host: worker.address, port: 22, listen });
  const through = { ...worker, address: "127.0.0.1" };
  const knownHosts = hosts.knownHosts("known_hosts.one", [`[${through.address}]:${listen}`]);
  const quickest = async (/** @type {number} */ milliseconds) => {
    const walls = [];
    for (let turn = 0; turn < turns; turn += 1) {
      const of = join(folder, `one-${id}`);
      mkdirSync(of);
      proxy.setDelay(milliseconds);
      const task = {
        folder: of,
        hosts: [through],
        port: listen,
        key: hosts.key,
        hostKey: hosts.hostKey,
        knownHosts,
        concurrency: 1,
      };
      const { wall } = await measured(party.start(task), { folder: of, sshd: hosts.sshd });
      walls.push(wall);
      rmSync(of, { recursive: true });
    }
    return Math.min(...walls);
  };
  const at = await quickest(0);
  const { up, down } = proxy.carried();
  const late = await quickest(delay);
  proxy.close();
  return { id, up, down, roundTrips: ((late - at) * 1000) / (2 * delay) };
}
