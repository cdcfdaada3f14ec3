import { join } from "node:path";
import type { HostKeyPolicy, JumpHost, SshSettings } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import type { WrittenJump, WrittenSsh } from "./schema.ts";
import type { ConfiguredJump, SshConfigAnswer } from "./ssh-config.ts";

/**
 * The settings of one host: its own, then those for all hosts, then what the ssh_config says, then the defaults. A jump
 * host of the host's own replaces the common one as a whole. Undefined where nothing says as which user to log in.
 */
export function sshSettings(
  common: WrittenSsh,
  own: WrittenSsh,
  base: PathBase,
  configured: Partial<SshConfigAnswer> = {},
): SshSettings | undefined {
  const merged = { ...common, ...own };
  const user = merged.user ?? configured.user;
  if (user === undefined) return undefined;
  const identityFile = given("identityFile", merged, configured, base);
  // The bastion's login is that of the section which names the bastion: `user: root` on one host means that host.
  const login = own.jump === undefined ? { ...common, user: common.user ?? user } : { ...merged, user };
  const hostKeyAlias = merged.hostKeyAlias ?? configured.hostKeyAlias;
  return {
    user,
    port: merged.port ?? configured.port ?? 22,
    ...identityFile,
    knownHosts: join(base.home, ".ssh/known_hosts"),
    ...given("knownHosts", merged, configured, base),
    transport: merged.transport ?? "ssh2",
    ...given("certificateFile", merged, configured, base),
    ...(hostKeyAlias === undefined ? {} : { hostKeyAlias }),
    strictHostKeyChecking: merged.strictHostKeyChecking ?? policyOf(configured),
    keyboardInteractive: merged.keyboardInteractive ?? false,
    privilege: merged.privilege ?? "sudo",
    reader: merged.reader ?? "sent",
    ...(merged.config === undefined ? {} : { config: absolutePath(merged.config, base) }),
    ...(configured.identityAgent === undefined ? {} : { identityAgent: configured.identityAgent }),
    ...(merged.jump === undefined && configured.proxyCommand !== undefined ? { proxyCommand: true as const } : {}),
    jumps:
      merged.jump === undefined
        ? (configured.jumps ?? []).map((jump) => configuredJump(jump, common, base))
        : jumpsOf(merged.jump).map((jump) => jumpHost(jump, login, base)),
    connectTimeout: merged.connectTimeout ?? configured.connectTimeout ?? 10,
  };
}

type PathKey = "identityFile" | "knownHosts" | "certificateFile";

/** A path that the inventory or, after it, the ssh_config gives. */
function given<Key extends PathKey>(
  key: Key,
  written: WrittenSsh,
  configured: Partial<SshConfigAnswer>,
  base: PathBase,
): { readonly [key in Key]?: string } {
  const own = written[key];
  const path = own === undefined ? configured[key] : absolutePath(own, base);
  return path === undefined ? {} : ({ [key]: path } as { readonly [key in Key]: string });
}

const policyOf = ({ strictHostKeyChecking }: Partial<SshConfigAnswer>): HostKeyPolicy =>
  strictHostKeyChecking === "accept-new" ? "accept-new" : "yes";

/** The bastions on the way, nearest first. */
const jumpsOf = (jump: WrittenSsh["jump"]): readonly WrittenJump[] =>
  jump === undefined || jump === "none" ? [] : [jump].flat();

/** Few, for sshd drops those who have not logged in yet at random (MaxStartups); channels through one are not counted. */
const connectionsToBastion = 4;

type Login = { readonly user: string; readonly identityFile?: string };

function jumpHost(written: WrittenJump, login: Login, base: PathBase): JumpHost {
  const identityFile = written.identityFile ?? login.identityFile;
  return {
    address: written.address,
    port: written.port ?? 22,
    user: written.user ?? login.user,
    ...(identityFile === undefined ? {} : { identityFile: absolutePath(identityFile, base) }),
    ...(written.hostKeyAlias === undefined ? {} : { hostKeyAlias: written.hostKeyAlias }),
    keyboardInteractive: written.keyboardInteractive ?? false,
    connections: written.connections ?? connectionsToBastion,
  };
}

/** A bastion that the ssh_config leads through: where it names no key, the one for all hosts. */
function configuredJump(jump: ConfiguredJump, { identityFile }: WrittenSsh, base: PathBase): JumpHost {
  const common = identityFile === undefined ? {} : { identityFile: absolutePath(identityFile, base) };
  return { ...common, ...jump, keyboardInteractive: false, connections: connectionsToBastion };
}
