import { clusterRole, clusterRoleText } from "../../probes/cluster/cluster-role.ts";
import { exitCodes } from "../exit-codes.ts";
import { type JsonFlag, printResult } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Prints the ClusterRole: with comments as YAML, or as JSON, which kubectl takes too; returns the exit status. */
export function printApiAccess(flags: JsonFlag, terminal: Terminal): number {
  const json = () => [`${JSON.stringify(clusterRole, null, 2)}\n`];
  printResult(flags, { text: () => [clusterRoleText()], json }, terminal);
  return exitCodes.clean;
}
