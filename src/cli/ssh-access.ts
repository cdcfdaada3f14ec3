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

/** A key that a login takes; without a file the agent is asked for one. */
type NeededKey = { readonly host: string; readonly file: string | undefined };

const jumpKeys = ({ name: host, ssh }: Host): readonly NeededKey[] =>
  ssh.jumps.map(({ identityFile }) => ({ host, file: identityFile }));
const loginKeys = (host: Host): readonly NeededKey[] => [
  { host: host.name, file: host.ssh.identityFile },
  ...jumpKeys(host),
];

/** Reads every key file that a login needs, before any host is contacted. */
async function loadIdentities(
  keys: readonly NeededKey[],
  passphrase: string | undefined,
): Promise<ReadonlyMap<string, Identity>> {
  const paths = [...new Set(keys.map(({ file }) => file).filter((path) => path !== undefined))];
  const loaded = await Promise.all(paths.map((path) => loadIdentity(path, passphrase)));
  return new Map(
    loaded.map((result) => {
      if (result.state === "unusable") throw new UsageError(result.message);
      return [result.identity.path, result.identity];
    }),
  );
}

/** A host without a key file needs the agent; that there is none is known before anybody is contacted. */
function refuseKeyless(keys: readonly NeededKey[], agentSocket: string | undefined): void {
  if (agentSocket !== undefined) return;
  const keyless = keys.find(({ file }) => file === undefined);
  if (keyless === undefined) return;
  throw new UsageError(
    `${keyless.host} has no identityFile in the inventory, and no agent runs (SSH_AUTH_SOCK is not set)`,
  );
}

/**
 * Reads what the SSH connections to these hosts need. `knocked`: hosts that nobody logs in to, but at their jump hosts.
 * @throws UsageError where a key file cannot be used; nothing has been contacted.
 */
export async function loadSshAccess(
  hosts: readonly Host[],
  { environment }: Pick<Terminal, "environment">,
  knocked: readonly Host[] = [],
): Promise<SshAccess> {
  const agentSocket = environment["SSH_AUTH_SOCK"];
  const keys = [...hosts.flatMap(loginKeys), ...knocked.flatMap(jumpKeys)];
  refuseKeyless(keys, agentSocket);
  const identities = await loadIdentities(keys, environment[passphraseVariable]);
  const knownHosts = await readKnownHosts([...hosts, ...knocked].map(({ ssh }) => ssh.knownHosts));
  return ({ ssh }) => ({
    identities,
    knownHosts,
    deadlines: { ...deadlines, connect: ssh.connectTimeout * 1000 },
    ...(agentSocket === undefined ? {} : { agentSocket }),
    random: Math.random,
  });
}
