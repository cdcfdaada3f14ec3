import type { Reach } from "../collect.ts";
import { connectHost } from "../connect/connect-host.ts";
import { readerSha256 } from "../connect/reader.ts";
import { sweepSession } from "../connect/sweep-session.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess } from "./ssh-access.ts";
import type { HostSweep } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";

/** How an inventory's hosts are reached, and what was read before: those hosts, and whether the API was. */
type Ways = {
  readonly sweeps: ReadonlyMap<string, HostSweep>;
  readonly hosts: ReadonlySet<string>;
  readonly api: boolean;
};

/**
 * The real world of an inventory: its hosts by SSH or as they were swept, its API server by HTTPS. What was read before is
 * not opened: neither its keys nor its kubeconfig are needed.
 * @throws UsageError or KubeconfigError where a key file or the kubeconfig cannot be used; nothing has been contacted.
 */
export async function openReach(
  inventory: Inventory,
  { sweeps, hosts, api }: Ways,
  terminal: Terminal,
): Promise<Reach> {
  const overSsh = inventory.hosts.filter(({ name }) => !sweeps.has(name) && !hosts.has(name));
  const ssh = await loadSshAccess([...new Set([...overSsh, ...(api ? [] : tunnelHosts(inventory))])], terminal);
  return {
    connect(host, signal) {
      const swept = sweeps.get(host.name);
      if (swept !== undefined) return Promise.resolve({ session: sweepSession(swept.sweep), console: swept.origin });
      return connectHost(host, { ...ssh(host), signal });
    },
    api: api ? undefined : await openConfiguredApi(inventory, ssh, terminal),
    readerSha256,
    now: terminal.now,
  };
}
