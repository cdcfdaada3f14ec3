import type { Reach } from "../collect.ts";
import { type Identity, loadIdentity } from "../connect/identity.ts";
import { readKnownHosts } from "../connect/read-known-hosts.ts";
import { readerSha256 } from "../connect/reader.ts";
import { connectSsh2 } from "../connect/ssh2.ts";
import { sweepSession } from "../connect/sweep-session.ts";
import type { Host, Inventory } from "../inventory/inventory.ts";
import { openConfiguredApi } from "./open-configured-api.ts";
import type { HostSweep } from "./sweeps.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Deadlines of one host, in milliseconds. TCP's is the inventory's `connectTimeout`. */
const deadlines = { authentication: 20_000, request: 30_000, host: 120_000 };

const passphraseVariable = "PLIMSOLL_PASSPHRASE";

/** Reads every key file that the inventory names, before any host is contacted. */
async function loadIdentities(
  hosts: readonly Host[],
  passphrase: string | undefined,
): Promise<ReadonlyMap<string, Identity>> {
  const named = hosts.flatMap(({ ssh }) => [ssh.identityFile, ssh.jump?.identityFile]);
  const paths = [...new Set(named.filter((path) => path !== undefined))];
  const loaded = await Promise.all(paths.map((path) => loadIdentity(path, passphrase)));
  return new Map(
    loaded.map((result) => {
      if (result.state === "unusable") throw new UsageError(result.message);
      return [result.identity.path, result.identity];
    }),
  );
}

/** A host without a key file needs the agent; that there is none is known before anybody is contacted. */
function refuseKeyless(hosts: readonly Host[], agentSocket: string | undefined): void {
  if (agentSocket !== undefined) return;
  const keyless = hosts.find(
    ({ ssh }) => ssh.identityFile === undefined || (ssh.jump !== undefined && ssh.jump.identityFile === undefined),
  );
  if (keyless === undefined) return;
  throw new UsageError(
    `${keyless.name} has no identityFile in the inventory, and no agent runs (SSH_AUTH_SOCK is not set)`,
  );
}

/**
 * The real world of an inventory: its hosts by SSH or as they were swept, its API server by HTTPS.
 * @throws UsageError or KubeconfigError where a key file or the kubeconfig cannot be used; nothing has been contacted.
 */
export async function openReach(
  inventory: Inventory,
  sweeps: ReadonlyMap<string, HostSweep>,
  terminal: Terminal,
): Promise<Reach> {
  const overSsh = inventory.hosts.filter(({ name }) => !sweeps.has(name));
  const agentSocket = terminal.environment["SSH_AUTH_SOCK"];
  refuseKeyless(overSsh, agentSocket);
  const identities = await loadIdentities(overSsh, terminal.environment[passphraseVariable]);
  const knownHosts = await readKnownHosts(overSsh.map(({ ssh }) => ssh.knownHosts));
  const api = inventory.api === undefined ? undefined : await openConfiguredApi(inventory.api, terminal);
  return {
    connect(host, signal) {
      const swept = sweeps.get(host.name);
      if (swept !== undefined) return Promise.resolve({ session: sweepSession(swept.sweep), console: swept.origin });
      return connectSsh2(host, {
        identities,
        knownHosts,
        deadlines: { ...deadlines, connect: host.ssh.connectTimeout * 1000 },
        signal,
        ...(agentSocket === undefined ? {} : { agentSocket }),
        random: Math.random,
      });
    },
    api,
    readerSha256,
    now: terminal.now,
  };
}
