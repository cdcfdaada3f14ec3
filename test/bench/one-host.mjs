import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { roundTripsOf } from "./bars.mjs";
import { startDelayProxy } from "./delay-proxy.mjs";
import { measured } from "./measure.mjs";
import { parties } from "./parties.mjs";
import { hostsOf } from "./start-hosts.mjs";

const listen = 2222;
const turns = 4;
/** Milliseconds each way: long beside what else varies from run to run. */
const delay = 200;

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
  const wallAt = async (/** @type {number} */ milliseconds) => {
    const of = join(folder, `one-${id}`);
    mkdirSync(of);
    proxy.setDelay(milliseconds);
    const task = {
      ...{ folder: of, hosts: [through], port: listen, concurrency: 1 },
      ...{ key: hosts.key, hostKey: hosts.hostKey, knownHosts },
    };
    const { wall } = await measured(party.start(task), { folder: of, sshd: hosts.sshd });
    rmSync(of, { recursive: true });
    return wall;
  };
  const prompt = [];
  const late = [];
  // In turns, so that what others do on the machine meets both alike.
  for (let turn = 0; turn < turns; turn += 1) {
    prompt.push(await wallAt(0));
    late.push(await wallAt(delay));
  }
  const { up, down } = proxy.carried();
  proxy.close();
  return { id, up, down, ...roundTripsOf(prompt, late, delay) };
}
