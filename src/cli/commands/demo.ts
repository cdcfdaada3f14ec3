import { startDemoCluster } from "../../demo/demo-cluster.ts";
import type { JsonFlag } from "../results/result.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { type AuditFlags, audit } from "./audit.ts";

/** The options of `plimsoll demo`. */
export type DemoFlags = JsonFlag & { readonly output?: string };

/** Audits the embedded cluster; returns the exit status. Open findings are its point, not its failure. */
export async function demo({ output, json }: DemoFlags, terminal: Terminal): Promise<number> {
  const cluster = await startDemoCluster(terminal.now());
  const flags: AuditFlags = {
    inventory: cluster.inventory,
    ...(output === undefined ? {} : { output }),
    ...(json && { json }),
    concurrency: 3,
    logLevel: "silent",
    format: ["html", "ckl", "cklb", "json"],
    benchmark: "all",
    release: "v2r6",
  };
  try {
    return await audit(flags, terminal);
  } finally {
    await cluster.close();
  }
}
