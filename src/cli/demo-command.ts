import { Command } from "commander";
import { type AuditFlags, audit } from "./audit-command.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";
import { outputOption } from "./options.ts";

/** `plimsoll demo`: an audit with no cluster at hand. Open findings are its point, not its failure. */
export const demoCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("demo")
    .description("audit an embedded three-node cluster behind real SSH and HTTPS servers on loopback")
    .addOption(outputOption())
    .action(async ({ output }: { readonly output?: string }) => {
      const { startDemoCluster } = await import("../demo/demo-cluster.ts");
      const cluster = await startDemoCluster(terminal.now());
      const flags: AuditFlags = {
        inventory: cluster.inventory,
        ...(output === undefined ? {} : { output }),
        concurrency: 3,
        logLevel: "silent",
        format: ["html", "ckl", "cklb", "json"],
        benchmark: "all",
        release: "v2r6",
        failOn: "CAT III",
      };
      try {
        const exitCode = await audit(flags, terminal);
        finish(exitCode === exitCodes.open ? exitCodes.clean : exitCode);
      } finally {
        await cluster.close();
      }
    });
