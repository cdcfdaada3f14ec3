import { type SudoPassword, sudoPassword } from "../../connect/privilege/sudo-password.ts";
import type { Host } from "../../inventory/inventory.ts";
import { secretVariables } from "../../secret-variables.ts";
import { givenSecret } from "../given/secret.ts";
import type { Terminal } from "../terminal/terminal.ts";
import { UsageError } from "../usage-error.ts";
import type { LoginFlags } from "./login-secrets.ts";
import type { SshAccess } from "./ssh-access.ts";

const variable = secretVariables.sudoPassword;

/**
 * The password for hosts of `privilege: sudo-password`, by file, environment or a question at the terminal; undefined
 * where none of these hosts asks for one. Nothing has been contacted.
 * @throws UsageError where none is given, or it cannot be used.
 */
async function givenSudoPassword(
  hosts: readonly Host[],
  { sudoPasswordFile }: LoginFlags,
  terminal: Terminal,
): Promise<SudoPassword | undefined> {
  const asking = hosts.find(({ ssh }) => ssh.privilege === "sudo-password");
  if (asking === undefined) return undefined;
  const text =
    (await givenSecret(sudoPasswordFile, variable, terminal)) ??
    (await terminal.ask?.("Password for sudo: ", { hidden: true }));
  if (text === undefined || text === "") {
    throw new UsageError(
      `${asking.name} needs a password for sudo: give it in ${variable}, with --sudo-password-file, or at the terminal`,
    );
  }
  if (/[\r\n\0]/.test(text))
    throw new UsageError("the password for sudo holds a line break, which sudo cannot be given");
  return sudoPassword(text);
}

/**
 * The same access, with the password that sudo asks for on these hosts.
 * @throws UsageError where there is none, or it cannot be used; nothing has been contacted.
 */
export async function withSudoPassword(
  ssh: SshAccess,
  hosts: readonly Host[],
  flags: LoginFlags,
  terminal: Terminal,
): Promise<SshAccess> {
  const password = await givenSudoPassword(hosts, flags, terminal);
  return password === undefined
    ? ssh
    : { ...ssh, optionsFor: (host) => ({ ...ssh.optionsFor(host), sudoPassword: password }) };
}
