import type { Reach } from "../collect.ts";
import { connectHost } from "../connect/connect-host.ts";
import { readerSha256 } from "../connect/reader.ts";
import { sweepSession } from "../connect/sweep-session.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess } from "./ssh-access.ts";
import type { HostSweep } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";

/** The world of one run; `close` ends what no host owns: the way to the API server, connections to bastions. */
export type OpenReach = Reach & { readonly close: () => void };

/**
 * The real world of an inventory: its hosts by SSH or as they were swept, its API server by HTTPS.
 * @throws UsageError or KubeconfigError where a key file or the kubeconfig cannot be used; nothing has been contacted.
 */
export async function openReach(
  inventory: Inventory,
  sweeps: ReadonlyMap<string, HostSweep>,
  terminal: Terminal,
  flags: LoginFlags,
): Promise<OpenReach> {
  const overSsh = inventory.hosts.filter(({ name }) => !sweeps.has(name));
  const ssh = await loadSshAccess([...new Set([...overSsh, ...tunnelHosts(inventory)])], terminal, flags);
  const api = await openConfiguredApi(inventory, ssh, terminal);
  return {
    connect(host, signal) {
      const swept = sweeps.get(host.name);
      if (swept !== undefined) return Promise.resolve({ session: sweepSession(swept.sweep), console: swept.origin });
      return connectHost(host, { ...ssh.optionsFor(host), signal });
    },
    api,
    readerSha256,
    now: terminal.now,
    close: () => {
      api?.close();
      ssh.close();
    },
  };
}
