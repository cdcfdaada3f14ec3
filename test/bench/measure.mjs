import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { timeOfChildren } from "./processor-time.mjs";

/**
 * @typedef {{
 *   readonly wall: number,
 *   readonly cpu: number,
 *   readonly peak: number,
 *   readonly octets: number,
 *   readonly nodes: number,
 *   readonly output: string,
 * }} Usage
 */

/**
 * Runs a client to its end. Of it: seconds on the clock and of processors (all processes that it started, those that it leaves behind
 * as long as they have run by then), the
 * most memory in MB of the largest process; of the network namespace, which has no other traffic, the octets of IP packets, both
 * directions together; of sshd the seconds of processors of all that it started.
 * @returns {Promise<Usage>}
 */
export async function measured(
  /** @type {import("./parties.mjs").Start} */ { command, env = {}, ends = [0], after },
  /** @type {{ readonly folder: string, readonly sshd: number }} */ { folder, sshd },
) {
  const file = join(folder, "time");
  const octetsBefore = octets();
  const nodesBefore = timeOfChildren(sshd);
  const begun = performance.now();
  const { status, output } = await run(["/usr/bin/time", "-q", "-f", "%U %S %M", "-o", file, ...command], env);
  const wall = (performance.now() - begun) / 1000;
  if (!ends.includes(status ?? -1)) {
    throw new Error(`${command.slice(0, 4).join(" ")} … ended with ${status}:\n${output.slice(-4000)}`);
  }
  const octetsAfter = octets();
  const leftBehind = after?.() ?? 0;
  await childless(sshd);
  const [user = 0, system = 0, kibibytes = 0] = readFileSync(file, "utf8").trim().split(" ").map(Number);
  return {
    wall,
    cpu: user + system + leftBehind,
    peak: (kibibytes * 1024) / 1e6,
    octets: octetsAfter - octetsBefore,
    nodes: timeOfChildren(sshd) - nodesBefore,
    output,
  };
}

/** @returns {Promise<{ readonly status: number | null, readonly output: string }>} */
function run(/** @type {readonly string[]} */ [program = "", ...args], /** @type {NodeJS.ProcessEnv} */ env) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    // What facts of a hundred hosts print is megabytes; the end of it is what is looked at.
    const keep = (/** @type {Buffer} */ chunk) => {
      output = (output + chunk).slice(-100_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("exit", (status) => setImmediate(() => resolve({ status, output })));
  });
}

/** Of the IP packets that came in: on loopback all that went out. */
function octets() {
  const [names = [], values = []] = readFileSync("/proc/self/net/netstat", "utf8")
    .split("\n")
    .filter((line) => line.startsWith("IpExt:"))
    .map((line) => line.split(" "));
  return Number(values[names.indexOf("InOctets")]);
}

/** Waits until a process has buried its last child: time is counted then. */
async function childless(/** @type {number} */ pid) {
  const deadline = performance.now() + 5000;
  while (readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8") !== "" && performance.now() < deadline)
    await sleep(20);
}
