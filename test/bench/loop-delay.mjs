import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { measured } from "./measure.mjs";
import { parties } from "./parties.mjs";

/**
 * For how long an audit's event loop stands still at most, in milliseconds, and of the time looked at 99 % at most. The hosts'
 * processes are on the same processors: so that waiting for one of them is not counted, the audit goes before them
 * (SCHED_FIFO, sched(7)). It says the figures itself.
 */
export async function loopDelay(
  /** @type {number} */ count,
  /** @type {number} */ concurrency,
  /** @type {{ readonly folder: string, readonly hosts: Awaited<ReturnType<typeof import("./start-hosts.mjs").startHosts>> }} */ {
    folder,
    hosts,
  },
) {
  const audit = parties.find(({ id }) => id === "audit");
  if (audit === undefined) throw new Error("nobody is called audit");
  const of = join(folder, "loop");
  mkdirSync(of);
  const start = audit.start({ ...hosts.fleet(count), folder: of, concurrency });
  const command = ["chrt", "--fifo", "1", ...start.command, "--log-level", "debug"];
  const { output } = await measured({ ...start, command }, { folder: of, sshd: hosts.sshd });
  rmSync(of, { recursive: true });
  const [, longest, p99] = /"longest":(\d+),"p99":(\d+)/.exec(output) ?? [];
  if (longest === undefined) throw new Error(`the audit said nothing of its event loop:\n${output.slice(-2000)}`);
  return { hosts: count, longest: Number(longest), p99: Number(p99) };
}
