import type { Reach } from "../collect.ts";
import { connectHost } from "../connect/connect-host.ts";
import { readerSha256 } from "../connect/reader.ts";
import { sweepSession } from "../connect/sweep-session.ts";
import type { Host, Inventory } from "../inventory/inventory.ts";
import { withSudoPassword } from "./given-sudo-password.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { kubeconfigHosts, openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess, type SshAccess } from "./ssh-access.ts";
import type { HostSweep } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";

/** The world of one run; `close` ends what no host owns: the way to the API server, connections to bastions. */
export type OpenReach = Reach & Pick<SshAccess, "believed" | "close">;

/** How hosts are reached, and what is asked: which of an inventory's hosts, and whether its API is. */
type Ways = {
  readonly sweeps: ReadonlyMap<string, HostSweep>;
  readonly hosts: readonly Host[];
  readonly api: boolean;
};

/**
 * The real world of an inventory: its hosts by SSH or as they were swept, its API server by HTTPS. What is not asked
 * is not opened: neither its keys nor its kubeconfig are needed.
 * @throws UsageError or KubeconfigError where a key file, the kubeconfig or the password for sudo cannot be used; nothing has been contacted.
 */
export async function openReach(
  inventory: Inventory,
  { sweeps, hosts, api: asksApi }: Ways,
  terminal: Terminal,
  flags: LoginFlags,
): Promise<OpenReach> {
  const overSsh = hosts.filter(({ name }) => !sweeps.has(name));
  const needed = [...new Set([...overSsh, ...(asksApi ? tunnelHosts(inventory) : [])])];
  const access = await loadSshAccess(needed, terminal, flags);
  const asRoot = [...overSsh, ...(asksApi ? kubeconfigHosts(inventory) : [])];
  const ssh = await withSudoPassword(access, asRoot, flags, terminal);
  const api = asksApi ? await openConfiguredApi(inventory, ssh, terminal, flags) : undefined;
  return {
    connect(host, signal, slot) {
      const swept = sweeps.get(host.name);
      if (swept !== undefined) return Promise.resolve({ session: sweepSession(swept.sweep), console: swept.origin });
      return connectHost(host, { ...ssh.optionsFor(host), signal, slot });
    },
    api,
    readerSha256,
    now: terminal.now,
    close: () => {
      api?.close();
      ssh.close();
    },
    believed: ssh.believed,
  };
}
