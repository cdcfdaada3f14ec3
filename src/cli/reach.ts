import type { Reach } from "../collect.ts";
import { connectHost } from "../connect/connect-host.ts";
import { readerSha256 } from "../connect/reader.ts";
import { sweepSession } from "../connect/sweep-session.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { FipsFlag } from "./fips.ts";
import { openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess } from "./ssh-access.ts";
import type { HostSweep } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";

/**
 * The real world of an inventory: its hosts by SSH or as they were swept, its API server by HTTPS.
 * @throws UsageError or KubeconfigError where a key file or the kubeconfig cannot be used; nothing has been contacted.
 */
export async function openReach(
  inventory: Inventory,
  sweeps: ReadonlyMap<string, HostSweep>,
  terminal: Terminal,
  flags: FipsFlag,
): Promise<Reach> {
  const overSsh = inventory.hosts.filter(({ name }) => !sweeps.has(name));
  const ssh = await loadSshAccess([...new Set([...overSsh, ...tunnelHosts(inventory)])], terminal, flags);
  return {
    connect(host, signal) {
      const swept = sweeps.get(host.name);
      if (swept !== undefined) return Promise.resolve({ session: sweepSession(swept.sweep), console: swept.origin });
      return connectHost(host, { ...ssh(host), signal });
    },
    api: await openConfiguredApi(inventory, ssh, terminal, flags),
    readerSha256,
    now: terminal.now,
  };
}
