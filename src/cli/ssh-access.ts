import type { ConnectOptions } from "../connect/doors.ts";
import { type Identity, loadIdentity } from "../connect/identity.ts";
import { readKnownHosts } from "../connect/read-known-hosts.ts";
import type { Host } from "../inventory/inventory.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Deadlines of one host, in milliseconds. TCP's is the inventory's `connectTimeout`. */
const deadlines = { authentication: 20_000, request: 30_000, host: 120_000 };

const passphraseVariable = "PLIMSOLL_PASSPHRASE";

/** How a host is reached over SSH: what was read for it before anybody was contacted. */
export type SshAccess = (host: Host) => Omit<ConnectOptions, "signal">;

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
 * Reads what the SSH connections to these hosts need.
 * @throws UsageError where a key file cannot be used; nothing has been contacted.
 */
export async function loadSshAccess(hosts: readonly Host[], { environment }: Terminal): Promise<SshAccess> {
  const agentSocket = environment["SSH_AUTH_SOCK"];
  refuseKeyless(hosts, agentSocket);
  const identities = await loadIdentities(hosts, environment[passphraseVariable]);
  const knownHosts = await readKnownHosts(hosts.map(({ ssh }) => ssh.knownHosts));
  return ({ ssh }) => ({
    identities,
    knownHosts,
    deadlines: { ...deadlines, connect: ssh.connectTimeout * 1000 },
    ...(agentSocket === undefined ? {} : { agentSocket }),
    random: Math.random,
  });
}
