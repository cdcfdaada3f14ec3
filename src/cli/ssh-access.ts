import { acceptNew, type BelievedKey } from "../connect/accept-new.ts";
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
export type SshAccess = ((host: Host) => Omit<ConnectOptions, "signal">) & {
  /** The host keys that were believed unseen so far, because the inventory says so. */
  readonly believed: () => readonly BelievedKey[];
};

/** A key that a login takes; without a file the agent is asked for one. */
type NeededKey = { readonly host: string; readonly file: string | undefined; readonly agent: string | undefined };

/** The agent's socket for a host: that of its ssh_config, else the one of the environment. */
function agentFor({ ssh }: Host, environment: Terminal["environment"]): string | undefined {
  if (ssh.identityAgent === undefined) return environment["SSH_AUTH_SOCK"];
  return ssh.identityAgent === "none" ? undefined : ssh.identityAgent;
}

const jumpKeys = (host: Host, agent: string | undefined): readonly NeededKey[] =>
  host.ssh.jumps.map(({ identityFile }) => ({ host: host.name, file: identityFile, agent }));
const loginKeys = (host: Host, agent: string | undefined): readonly NeededKey[] => [
  { host: host.name, file: host.ssh.identityFile, agent },
  ...jumpKeys(host, agent),
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
function refuseKeyless(keys: readonly NeededKey[]): void {
  const keyless = keys.find(({ file, agent }) => file === undefined && agent === undefined);
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
  const agentOf = (host: Host): string | undefined => agentFor(host, environment);
  const keys = [
    ...hosts.flatMap((host) => loginKeys(host, agentOf(host))),
    ...knocked.flatMap((host) => jumpKeys(host, agentOf(host))),
  ];
  refuseKeyless(keys);
  const identities = await loadIdentities(keys, environment[passphraseVariable]);
  const knownHosts = await readKnownHosts([...hosts, ...knocked].map(({ ssh }) => ssh.knownHosts));
  const { believe, believed } = acceptNew();
  const access = (host: Host): Omit<ConnectOptions, "signal"> => {
    const agentSocket = agentOf(host);
    return {
      identities,
      knownHosts,
      ...(host.ssh.strictHostKeyChecking === "accept-new" ? { believe } : {}),
      deadlines: { ...deadlines, connect: host.ssh.connectTimeout * 1000 },
      ...(agentSocket === undefined ? {} : { agentSocket }),
      random: Math.random,
    };
  };
  return Object.assign(access, { believed });
}

/** Says which host keys were believed unseen, where any were. */
export function tellBelieved({ believed }: Pick<SshAccess, "believed">, { talk }: Pick<Terminal, "talk">): void {
  const keys = believed();
  if (keys.length === 0) return;
  const were = keys.length === 1 ? "host key was" : "host keys were";
  const each = keys.map(({ name, fingerprint }) => `  ${name} ${fingerprint}\n`);
  talk(`${keys.length} ${were} believed unseen (accept-new):\n${each.join("")}`);
}
