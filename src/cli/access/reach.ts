import type { Reach } from "../../collect.ts";
import type { ApiConnection } from "../../connect/api/open-api.ts";
import { connectHost } from "../../connect/connect-host.ts";
import type { Knock } from "../../connect/knock.ts";
import { knockHost } from "../../connect/open-host.ts";
import { readerSha256 } from "../../connect/reader.ts";
import { sweepSession } from "../../connect/recordings/sweep-session.ts";
import type { Slot } from "../../connect/slot.ts";
import type { Host, Inventory } from "../../inventory/inventory.ts";
import type { HostSweep } from "../given/sweeps.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { LoginFlags } from "./login-secrets.ts";
import { kubeconfigHosts, openConfiguredApi, tunnelHosts } from "./open-configured-api.ts";
import { loadSshAccess, type SshAccess } from "./ssh-access.ts";
import { withSudoPassword } from "./sudo-password.ts";

/** The world of one run; `close` ends what no host owns: the way to the API server, connections to bastions. */
export type OpenReach = Reach & { readonly api: ApiConnection | undefined } & Pick<SshAccess, "believed" | "close">;

/** The same world for whoever only looks at its hosts: nobody logs in to one, but to jump hosts and on the way to the API. */
export type KnockingReach = Pick<OpenReach, "api" | "believed" | "close"> & {
  readonly knock: (host: Host, signal: AbortSignal, slot: Slot) => Promise<Knock>;
};

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
    close: closing(api, ssh),
    believed: ssh.believed,
  };
}

/**
 * Opens what looking at hosts takes: no key but those of jump hosts and of the way to the API server.
 * @throws UsageError or KubeconfigError as `openReach` does; nothing has been contacted.
 */
export async function openKnocking(
  inventory: Inventory,
  { hosts, api: asksApi }: Pick<Ways, "hosts" | "api">,
  terminal: Terminal,
  flags: LoginFlags,
): Promise<KnockingReach> {
  const access = await loadSshAccess(asksApi ? tunnelHosts(inventory) : [], terminal, flags, hosts);
  const ssh = await withSudoPassword(access, asksApi ? kubeconfigHosts(inventory) : [], flags, terminal);
  const api = asksApi ? await openConfiguredApi(inventory, ssh, terminal, flags) : undefined;
  return {
    knock: (host, signal, slot) => knockHost(host, { ...ssh.optionsFor(host), signal, slot }),
    api,
    close: closing(api, ssh),
    believed: ssh.believed,
  };
}

const closing = (api: ApiConnection | undefined, ssh: SshAccess) => (): void => {
  api?.close();
  ssh.close();
};
