import type { ConnectOptions } from "../connect/doors.ts";
import type { Identity } from "../connect/identity.ts";
import { startLoginRun } from "../connect/login-run.ts";
import { readKnownHosts } from "../connect/read-known-hosts.ts";
import type { Host } from "../inventory/inventory.ts";
import { loadIdentities } from "./load-identities.ts";
import { givenLoginSecrets, type LoginFlags } from "./login-secrets.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** Deadlines of one host, in milliseconds. TCP's is the inventory's `connectTimeout`. */
const deadlines = { authentication: 20_000, request: 30_000, host: 120_000 };

/** How hosts are reached over SSH in one run: what was read for it before anybody was contacted, and what they share. */
export type SshAccess = {
  readonly optionsFor: (host: Host) => Omit<ConnectOptions, "signal">;
  /** Ends what no host owns: the connections to bastions. */
  readonly close: () => void;
};

/** Who sits there, and what the environment says. */
export type LoginTerminal = Pick<Terminal, "environment" | "workingDirectory" | "ask">;

/** A key that a login takes; without a file the agent is asked for one. */
type NeededKey = { readonly host: string; readonly file: string | undefined; readonly isOptional: boolean };

const jumpKeys = ({ name: host, ssh }: Host): readonly NeededKey[] =>
  ssh.jumps.map(({ identityFile, keyboardInteractive }) => ({
    host,
    file: identityFile,
    isOptional: keyboardInteractive,
  }));
const loginKeys = (host: Host): readonly NeededKey[] => [
  { host: host.name, file: host.ssh.identityFile, isOptional: host.ssh.keyboardInteractive },
  ...jumpKeys(host),
];

/** A host without a key file needs the agent, unless it asks questions; that there is none is known before anybody is contacted. */
function refuseKeyless(keys: readonly NeededKey[]): void {
  const keyless = keys.find(({ file, isOptional }) => file === undefined && !isOptional);
  if (keyless === undefined) return;
  throw new UsageError(
    `${keyless.host} has no identityFile in the inventory, and no agent runs (SSH_AUTH_SOCK is not set)`,
  );
}

function refuseAgentless(identities: ReadonlyMap<string, Identity>): void {
  for (const [path, { key }] of identities) {
    if (!key.isPrivateKey()) {
      throw new UsageError(
        `${path} is a public key, and no agent runs that has the private one (SSH_AUTH_SOCK is not set)`,
      );
    }
  }
}

/**
 * Reads what the SSH connections to these hosts need. `knocked`: hosts that nobody logs in to, but at their jump hosts.
 * @throws UsageError where a key file cannot be used; nothing has been contacted.
 */
export async function loadSshAccess(
  hosts: readonly Host[],
  terminal: LoginTerminal,
  flags: LoginFlags = {},
  knocked: readonly Host[] = [],
): Promise<SshAccess> {
  const { ask, environment } = terminal;
  const agentSocket = environment["SSH_AUTH_SOCK"];
  const keys = [...hosts.flatMap(loginKeys), ...knocked.flatMap(jumpKeys)];
  if (agentSocket === undefined) refuseKeyless(keys);
  const { passphrase, password } = await givenLoginSecrets(flags, terminal);
  const paths = keys.flatMap(({ file }) => file ?? []);
  const identities = await loadIdentities(paths, {
    ...(passphrase !== undefined && { passphrase }),
    ...(ask && { ask }),
  });
  if (agentSocket === undefined) refuseAgentless(identities);
  const knownHosts = await readKnownHosts([...hosts, ...knocked].map(({ ssh }) => ssh.knownHosts));
  const run = startLoginRun({ ...(password !== undefined && { password }), ...(ask && { person: ask }) });
  const optionsFor: SshAccess["optionsFor"] = ({ ssh }) => ({
    identities,
    knownHosts,
    deadlines: { ...deadlines, connect: ssh.connectTimeout * 1000 },
    ...(agentSocket === undefined ? {} : { agentSocket }),
    random: Math.random,
    run,
  });
  return { optionsFor, close: run.close };
}
