import { dirname } from "node:path";
import type { Inventory } from "../inventory/inventory.ts";
import type { Moment } from "./moment.ts";

/** An audit that a clock starts. All paths are absolute. */
export type ScheduledAudit = {
  readonly inventory: Inventory;
  readonly at: Moment;
  /** How plimsoll is started: Node and its program. */
  readonly program: readonly string[];
  /** What it is told: `audit -i ...`. */
  readonly args: readonly string[];
  /** The folder of the cluster's runs. */
  readonly runs: string;
  /** Milliseconds that hosts may be asked. */
  readonly deadline: number;
  /** Who runs it. */
  readonly user: string;
  /** Files that the command line names beside the inventory's. */
  readonly reads: readonly string[];
  /** Folders that the command line has written to beside the runs. */
  readonly writes: readonly string[];
  /** A PDF is printed, by Chromium. */
  readonly prints: boolean;
};

/** Milliseconds that judging, reports and notifications may take after the deadline. */
const afterwards = 15 * 60_000;

/** Seconds after which an audit that still runs is ended by whoever started it. */
export const secondsAtMost = ({ deadline }: Pick<ScheduledAudit, "deadline">): number =>
  Math.ceil((deadline + afterwards) / 1000);

/** The files that an audit reads on this machine, each once. */
export function filesRead({ inventory, reads }: Pick<ScheduledAudit, "inventory" | "reads">): readonly string[] {
  const { api, decisions, hosts } = inventory;
  const kubeconfig = api !== undefined && "kubeconfig" in api ? api.kubeconfig : undefined;
  const ofHosts = hosts.flatMap(({ ssh }) => [
    ...[ssh.knownHosts, ssh.identityFile, ssh.certificateFile, ssh.config, ssh.identityAgent],
    ...ssh.jumps.flatMap(({ identityFile }) => identityFile),
  ]);
  const all = [...reads, kubeconfig, decisions, ...ofHosts].filter((path) => path !== undefined && path !== "none");
  return [...new Set(all as readonly string[])];
}

/** The folders that it writes to: runs, and known_hosts where hosts may be believed unseen. */
export function foldersWritten({ inventory, runs, writes }: ScheduledAudit): readonly string[] {
  const believed = inventory.hosts.filter(({ ssh }) => ssh.strictHostKeyChecking === "accept-new");
  return [...new Set([runs, ...writes, ...believed.map(({ ssh }) => dirname(ssh.knownHosts))])];
}

/** The first host whose key only the agent of somebody's session has. */
export const agentHost = ({ hosts }: Inventory): string | undefined =>
  hosts.find(({ ssh }) => ssh.identityFile === undefined && ssh.identityAgent === undefined && !ssh.keyboardInteractive)
    ?.name;
