import type { JumpHost, SshSettings } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import type { WrittenJump, WrittenSsh } from "./schema.ts";

/**
 * The settings of one host: its own, then those for all hosts, then the defaults. A jump host of the host's own replaces
 * the common one as a whole. Undefined where nothing says as which user to log in.
 */
export function sshSettings(common: WrittenSsh, own: WrittenSsh, base: PathBase): SshSettings | undefined {
  const merged = { ...common, ...own };
  const { user, identityFile } = merged;
  if (user === undefined) return undefined;
  // The bastion's login is that of the section which names the bastion: `user: root` on one host means that host.
  const login = own.jump === undefined ? { ...common, user: common.user ?? user } : { ...merged, user };
  return {
    user,
    port: merged.port ?? 22,
    ...(identityFile === undefined ? {} : { identityFile: absolutePath(identityFile, base) }),
    knownHosts: absolutePath(merged.knownHosts ?? "~/.ssh/known_hosts", base),
    transport: merged.transport ?? "ssh2",
    ...(merged.certificateFile === undefined ? {} : { certificateFile: absolutePath(merged.certificateFile, base) }),
    ...(merged.hostKeyAlias === undefined ? {} : { hostKeyAlias: merged.hostKeyAlias }),
    strictHostKeyChecking: merged.strictHostKeyChecking ?? "yes",
    keyboardInteractive: merged.keyboardInteractive ?? false,
    privilege: merged.privilege ?? "sudo",
    reader: merged.reader ?? "sent",
    ...(merged.config === undefined ? {} : { config: absolutePath(merged.config, base) }),
    jumps: jumpsOf(merged.jump).map((jump) => jumpHost(jump, login, base)),
    connectTimeout: merged.connectTimeout ?? 10,
  };
}

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
