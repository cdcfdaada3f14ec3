import { Command } from "commander";
import { exitCodes } from "../exit-codes.ts";
import type { CommandContext } from "./command-context.ts";

/** `plimsoll api-access`: the rights that an audit needs of the API server, to be granted. `check` says which are there. */
export const apiAccessCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("api-access").description("print the ClusterRole that an audit needs").action(async () => {
    const { clusterRole } = await import("../../probes/cluster/cluster-role.ts");
    terminal.print(clusterRole());
    finish(exitCodes.clean);
  });
