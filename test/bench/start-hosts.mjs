import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/**
 * @typedef {{ readonly name: string, readonly address: string, readonly role: "control-plane" | "worker" }} Host
 */

const program = fileURLToPath(new URL("hosts.sh", import.meta.url));
/** What hosts.sh mounts over, in this mount namespace alone. */
const folder = "/mnt";
const controlPlanes = 3;
/** Configurations of workers, as hosts.sh makes them: one a block of 65,536 addresses. */
const configurations = 11;

/** The first so many hosts: three control planes, and workers that take turns in having one of the configurations. */
export function hostsOf(/** @type {number} */ count) {
  return Array.from({ length: count }, (_, index) => {
    const isControlPlane = index < controlPlanes;
    const worker = index - controlPlanes;
    const block = isControlPlane ? 10 : 11 + (worker % configurations);
    const place = 1 + (isControlPlane ? index : Math.floor(worker / configurations));
    /** @type {Host} */
    const host = {
      name: isControlPlane ? `cp-${index + 1}` : `worker-${String(worker + 1).padStart(5, "0")}`,
      address: `127.${block}.${place >> 8}.${place & 255}`,
      role: isControlPlane ? "control-plane" : "worker",
    };
    return host;
  });
}

/** Starts sshd and the nodes behind it, and says what a client needs to reach them. Ends with standard input's end. */
export async function startHosts() {
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  if ((await lines.next()).value !== "ready") throw new Error("the hosts do not start");
  const key = join(folder, "id_ed25519");
  const hostKey = readFileSync(join(folder, "host_key.pub"), "utf8").trim();
  /** A known_hosts file as an administrator has it: a line for each name. */
  function knownHosts(/** @type {string} */ name, /** @type {readonly string[]} */ hosts) {
    const path = join(folder, name);
    writeFileSync(path, hosts.map((host) => `${host} ${hostKey}\n`).join(""));
    return path;
  }
  return {
    key,
    hostKey,
    sshd: Number(readFileSync(join(folder, "sshd.pid"), "utf8")),
    knownHosts,
    /** The first so many hosts, and all that it takes to reach them. */
    fleet(/** @type {number} */ count) {
      const hosts = hostsOf(count);
      const addresses = hosts.map(({ address }) => address);
      return { hosts, port: 22, key, hostKey, knownHosts: knownHosts(`known_hosts.${count}`, addresses) };
    },
    stop: () => child.stdin.end(),
  };
}
