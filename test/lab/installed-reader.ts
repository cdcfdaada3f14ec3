import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { readerInstallation } from "../../src/cli/commands/reader/installation.ts";
import { readerSource } from "../../src/connect/reader.ts";
import type { ClusterEvidence } from "../../src/evidence/cluster.ts";
import { askCluster, auditWorker } from "./audited-node.ts";
import { atConsole, labFolder, startServices } from "./services.mjs";

/** w2 is not read otherwise after this: its one key starts the reader. */
export function installedReader(): void {
  let cluster: ClusterEvidence;
  let sent: Awaited<ReturnType<typeof auditWorker>>;
  beforeAll(async () => {
    const stopServices = await startServices();
    cluster = await askCluster().finally(stopServices);
    sent = await auditWorker("w2", cluster, {});
  });

  it("lets nothing pass for a user without rights that does not pass for root", async () => {
    const { statuses } = await auditWorker("w2", cluster, { privilege: "none" });
    const unseen = Object.entries(statuses).filter(([, { literal }]) => literal === "not_reviewed");
    expect(unseen.length).toBeGreaterThan(0);
    for (const [id, { literal, effective }] of Object.entries(statuses)) {
      expect([sent.statuses[id]?.literal, "not_reviewed"], id).toContain(literal);
      expect([sent.statuses[id]?.effective, "not_reviewed"], id).toContain(effective);
    }
  });

  it("is set up as it is printed, and shows what the sent one shows", async () => {
    const publicKey = readFileSync(join(labFolder, "id_ed25519.pub"), "utf8").trim();
    const lines = readerInstallation({ user: "audit", publicKey }).split("\n");
    const line = (begin: string): string => lines.find((one) => one.startsWith(begin)) ?? "";
    atConsole("w2", "cat >/run/plimsoll-reader", readerSource);
    atConsole("w2", "cd /run && sh -eus", [line("echo"), line("install"), "rm plimsoll-reader"].join("\n"));
    atConsole("w2", "cat >/etc/sudoers.d/audit && visudo -cq", `${line("audit ALL")}\n`);
    atConsole("w2", "cat >/home/audit/.ssh/authorized_keys", `${line("restrict")}\n`);
    await expect(auditWorker("w2", cluster, {})).rejects.toThrow(/reader: installed in the inventory/);
    const installed = await auditWorker("w2", cluster, { reader: "installed" });
    expect(installed.statuses).toEqual(sent.statuses);
    expect(lasting(installed.facts)).toEqual(lasting(sent.facts));
  });

  // The nodes have this machine's network: its other tests' ports come and go.
  const lasting = (facts: unknown): unknown =>
    JSON.parse(JSON.stringify(facts), (key, value: unknown) =>
      key === "pid" || key === "host.listeners" ? undefined : value,
    );
}
