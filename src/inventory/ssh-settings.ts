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
    sudo: merged.sudo ?? true,
    ...(merged.jump === undefined || merged.jump === "none" ? {} : { jump: jumpHost(merged.jump, login, base) }),
    connectTimeout: merged.connectTimeout ?? 10,
  };
}

type Login = { readonly user: string; readonly identityFile?: string };

function jumpHost(written: WrittenJump, login: Login, base: PathBase): JumpHost {
  const identityFile = written.identityFile ?? login.identityFile;
  return {
    address: written.address,
    port: written.port ?? 22,
    user: written.user ?? login.user,
    ...(identityFile === undefined ? {} : { identityFile: absolutePath(identityFile, base) }),
  };
}
