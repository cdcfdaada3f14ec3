import { startDemoCluster } from "../demo/demo-cluster.ts";
import { type AuditFlags, audit } from "./audit-command.ts";
import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

export type DemoFlags = { readonly output?: string };

/** Audits the embedded cluster; returns the exit status. Open findings are its point, not its failure. */
export async function demo({ output }: DemoFlags, terminal: Terminal): Promise<number> {
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
    return exitCode === exitCodes.open ? exitCodes.clean : exitCode;
  } finally {
    await cluster.close();
  }
}
