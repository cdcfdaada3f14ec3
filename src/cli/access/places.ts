import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { Host } from "../../inventory/inventory.ts";
import type { Places } from "../../slots.ts";
import { UsageError } from "../usage-error.ts";
import { isByOpenssh } from "./openssh-access.ts";

/** What bounds how much can be done at once. */
export type Machine = {
  readonly cores: number;
  /** Files that a process may have open; undefined where the system does not say. */
  readonly files: number | undefined;
};

/**
 * What a host takes. One of ssh2's is a socket, and now and then one to the agent. `ssh` is two processes for a host and
 * six pipes to them, and does its arithmetic itself.
 */
const costs = {
  ssh2: { files: 2, eachCore: 16, most: 64, mostWaiting: 256 },
  openssh: { files: 6, eachCore: 8, most: 32, mostWaiting: 64 },
} as const;

/** What is open beside hosts: evidence on its way to the disk, bastions, the API server, Node's own. */
const filesBeside = 192;
/** Where the system does not say. */
const usualFiles = 1024;

/** How many hosts there may be at once on this machine, by the most costly transport among them. */
export function placesOn({ cores, files }: Machine, hosts: readonly Host[], wanted: number | undefined): Places {
  const cost = costs[hosts.some(isByOpenssh) ? "openssh" : "ssh2"];
  const needed = (wanted ?? 1) * cost.files + filesBeside;
  if (wanted !== undefined && files !== undefined && needed > files) {
    throw new UsageError(`--concurrency ${wanted} takes ${needed} open files, and there may be ${files} (ulimit -n)`);
  }
  const room = Math.max(2, Math.floor(((files ?? usualFiles) - filesBeside) / cost.files));
  const atWork = wanted ?? Math.min(cost.most, cost.eachCore * cores, Math.floor(room / 2));
  return { atWork, waiting: Math.max(1, Math.min(cost.mostWaiting, room - atWork)) };
}

/** The same for the machine that this runs on. */
export const givenPlaces = (hosts: readonly Host[], wanted: number | undefined): Places =>
  placesOn({ cores: availableParallelism(), files: openFiles() }, hosts, wanted);

/** The soft limit, which Node has raised to the hard one when it started. Only Linux says it in a file. */
function openFiles(): number | undefined {
  try {
    const [, limit] = /^Max open files +(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8")) ?? [];
    return limit === undefined ? undefined : Number(limit);
  } catch {
    return undefined;
  }
}
