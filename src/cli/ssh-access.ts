import { kindOfKey, unapprovedKey } from "../connect/approved-keys.ts";
import type { ConnectOptions } from "../connect/doors.ts";
import { type Identity, loadIdentity } from "../connect/identity.ts";
import { readKnownHosts } from "../connect/read-known-hosts.ts";
import type { Host } from "../inventory/inventory.ts";
import type { FipsFlag } from "./fips.ts";
import { isByOpenssh, openOpensshAccess } from "./openssh-access.ts";
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
  // An ssh_config may name credentials of other kinds.
  ...(isByOpenssh(host) && host.ssh.config !== undefined ? [] : [{ host: host.name, file: host.ssh.identityFile }]),
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

function refuseUnapproved({ path, key }: Identity): void {
  const unapproved = unapprovedKey(kindOfKey(key.getPublicSSH()));
  if (unapproved === undefined) return;
  throw new UsageError(`The identity file ${path} holds ${unapproved}, which --fips does not allow.`);
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
  terminal: Pick<Terminal, "environment">,
  flags: FipsFlag = {},
  knocked: readonly Host[] = [],
): Promise<SshAccess> {
  const { environment } = terminal;
  const openssh = await openOpensshAccess(hosts, terminal, flags, knocked);
  const bySsh2 = (host: Host): boolean => !isByOpenssh(host);
  const agentSocket = environment["SSH_AUTH_SOCK"];
  const keys = [...hosts.flatMap(loginKeys), ...knocked.flatMap(jumpKeys)];
  refuseKeyless(keys, agentSocket);
  const ssh2Keys = [...hosts.filter(bySsh2).flatMap(loginKeys), ...knocked.filter(bySsh2).flatMap(jumpKeys)];
  const identities = await loadIdentities(ssh2Keys, environment[passphraseVariable]);
  if (flags.fips === true) for (const identity of identities.values()) refuseUnapproved(identity);
  const knownHosts = await readKnownHosts([...hosts, ...knocked].map(({ ssh }) => ssh.knownHosts));
  return ({ ssh }) => ({
    identities,
    knownHosts,
    deadlines: { ...deadlines, connect: ssh.connectTimeout * 1000 },
    ...(agentSocket === undefined ? {} : { agentSocket }),
    random: Math.random,
    ...(flags.fips === true && { fips: true }),
    ...(openssh && { openssh }),
  });
}
