import type { ConnectOptions } from "../../connect/doors.ts";
import { kindOfKey, unapprovedKey } from "../../connect/keys/approved-keys.ts";
import type { Identity } from "../../connect/keys/identity.ts";
import { acceptNew, type BelievedKey } from "../../connect/known-hosts/accept-new.ts";
import { readKnownHosts } from "../../connect/known-hosts/read-known-hosts.ts";
import { startLoginRun } from "../../connect/logins/login-run.ts";
import type { Host } from "../../inventory/inventory.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";
import { loadIdentities } from "./load-identities.ts";
import { givenLoginSecrets, type LoginFlags } from "./login-secrets.ts";
import { isByOpenssh, openOpensshAccess } from "./openssh-access.ts";

/** Deadlines of one host, in milliseconds. TCP's is the inventory's `connectTimeout`. */
const deadlines = { authentication: 20_000, request: 30_000, host: 120_000 };

/** How hosts are reached over SSH in one run: what was read for it before anybody was contacted, and what they share. */
export type SshAccess = {
  readonly optionsFor: (host: Host) => Omit<ConnectOptions, "signal" | "slot">;
  /** The host keys that were believed unseen so far, because the inventory says so. */
  readonly believed: () => readonly BelievedKey[];
  /** Ends what no host owns: the connections to bastions. */
  readonly close: () => void;
};

/** Who sits there, and what the environment says. */
export type LoginTerminal = Pick<Terminal, "environment" | "workingDirectory" | "ask">;

/** A key that a login takes; without a file the agent is asked for one. */
type NeededKey = {
  readonly host: string;
  readonly file: string | undefined;
  readonly agent: string | undefined;
  readonly isOptional: boolean;
};

/** The agent's socket for a host: that of its ssh_config, else the one of the environment. */
function agentFor({ ssh }: Host, environment: Terminal["environment"]): string | undefined {
  if (ssh.identityAgent === undefined) return environment["SSH_AUTH_SOCK"];
  return ssh.identityAgent === "none" ? undefined : ssh.identityAgent;
}

const jumpKeys = ({ name: host, ssh }: Host, agent: string | undefined): readonly NeededKey[] =>
  ssh.jumps.map(({ identityFile, keyboardInteractive }) => ({
    host,
    file: identityFile,
    agent,
    isOptional: keyboardInteractive,
  }));
const loginKeys = (host: Host, agent: string | undefined): readonly NeededKey[] => [
  {
    host: host.name,
    file: host.ssh.identityFile,
    agent,
    // An ssh_config may name credentials of other kinds.
    isOptional: host.ssh.keyboardInteractive || (isByOpenssh(host) && host.ssh.config !== undefined),
  },
  ...jumpKeys(host, agent),
];

/** A host without a key file needs the agent, unless it asks questions; that there is none is known before anybody is contacted. */
function refuseKeyless(keys: readonly NeededKey[]): void {
  const keyless = keys.find(({ file, agent, isOptional }) => file === undefined && agent === undefined && !isOptional);
  if (keyless === undefined) return;
  throw new UsageError(
    `${keyless.host} has no identityFile in the inventory, and no agent runs (SSH_AUTH_SOCK is not set)`,
  );
}

function refuseUnapproved({ path, key }: Identity): void {
  const unapproved = unapprovedKey(kindOfKey(key.getPublicSSH()));
  if (unapproved === undefined) return;
  throw new UsageError(`The identity file ${path} holds ${unapproved}, which --fips does not allow.`);
}

function refuseAgentless(keys: readonly NeededKey[], identities: ReadonlyMap<string, Identity>): void {
  const agentless = keys.find(
    ({ file, agent }) =>
      agent === undefined && file !== undefined && identities.get(file)?.key.isPrivateKey() === false,
  );
  if (agentless === undefined) return;
  throw new UsageError(
    `${agentless.file} is a public key, and no agent runs that has the private one (SSH_AUTH_SOCK is not set)`,
  );
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
  const agentOf = (host: Host): string | undefined => agentFor(host, environment);
  const keysOf = (of: (host: Host) => boolean): readonly NeededKey[] => [
    ...hosts.filter(of).flatMap((host) => loginKeys(host, agentOf(host))),
    ...knocked.filter(of).flatMap((host) => jumpKeys(host, agentOf(host))),
  ];
  refuseKeyless(keysOf(() => true));
  const openssh = await openOpensshAccess(hosts, agentOf, flags, knocked);
  const keys = keysOf((host) => !isByOpenssh(host));
  const { passphrase, password } = await givenLoginSecrets(flags, terminal);
  const paths = keys.flatMap(({ file }) => file ?? []);
  const identities = await loadIdentities(paths, {
    ...(passphrase !== undefined && { passphrase }),
    ...(ask && { ask }),
  });
  refuseAgentless(keys, identities);
  if (flags.fips === true) for (const identity of identities.values()) refuseUnapproved(identity);
  const knownHosts = await readKnownHosts([...hosts, ...knocked]);
  const run = startLoginRun({ ...(password !== undefined && { password }), ...(ask && { person: ask }) });
  const { believe, note, believed } = acceptNew();
  const optionsFor: SshAccess["optionsFor"] = (host) => {
    const agentSocket = agentOf(host);
    return {
      identities,
      knownHosts,
      ...(host.ssh.strictHostKeyChecking === "accept-new" ? { believe, noteBelieved: note } : {}),
      deadlines: { ...deadlines, connect: host.ssh.connectTimeout * 1000 },
      ...(agentSocket === undefined ? {} : { agentSocket }),
      random: Math.random,
      run,
      ...(flags.fips === true && { fips: true }),
      ...(openssh && { openssh }),
    };
  };
  return { optionsFor, believed, close: run.close };
}

/** Says which host keys were believed unseen, where any were. */
export function tellBelieved({ believed }: Pick<SshAccess, "believed">, { talk }: Pick<Terminal, "talk">): void {
  const keys = believed();
  if (keys.length === 0) return;
  const were = keys.length === 1 ? "host key was" : "host keys were";
  const each = keys.map(({ name, fingerprint }) => `  ${name} ${fingerprint}\n`);
  talk(`${keys.length} ${were} believed unseen (accept-new):\n${each.join("")}`);
}
