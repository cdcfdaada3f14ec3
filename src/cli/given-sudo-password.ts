import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { type SudoPassword, sudoPassword } from "../connect/sudo-password.ts";
import type { Host } from "../inventory/inventory.ts";
import type { SshAccess } from "./ssh-access.ts";
import type { Terminal } from "./terminal.ts";
import { UsageError } from "./usage-error.ts";

/** The file that the command line names for the password, if it does. */
export type SudoPasswordFlags = { readonly sudoPasswordFile?: string };

const variable = "PLIMSOLL_SUDO_PASSWORD";

/**
 * The password for hosts of `privilege: sudo-password`, by file, environment or a question at the terminal; undefined
 * where none of these hosts asks for one. Nothing has been contacted.
 * @throws UsageError where none is given, or it cannot be used.
 */
async function givenSudoPassword(
  hosts: readonly Host[],
  { sudoPasswordFile }: SudoPasswordFlags,
  terminal: Terminal,
): Promise<SudoPassword | undefined> {
  const [asking] = hosts.filter(({ ssh }) => ssh.privilege === "sudo-password");
  if (asking === undefined) return undefined;
  const text =
    sudoPasswordFile === undefined
      ? (terminal.environment[variable] ?? (await terminal.ask?.("Password for sudo: ", { hidden: true })))
      : fromFile(sudoPasswordFile, terminal);
  if (text === undefined || text === "") {
    throw new UsageError(
      `${asking.name} needs a password for sudo: give it in ${variable}, with --sudo-password-file, or at the terminal`,
    );
  }
  if (/[\r\n\0]/.test(text))
    throw new UsageError("the password for sudo holds a line break, which sudo cannot be given");
  return sudoPassword(text);
}

function fromFile(given: string, { workingDirectory }: Terminal): string {
  const path = resolve(workingDirectory, given);
  try {
    if ((statSync(path).mode & 0o077) !== 0) {
      throw new UsageError(`${given} holds the password for sudo, and others than its owner may use it: chmod 600 it`);
    }
    return readFileSync(path, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${given} cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}`);
  }
}

/**
 * The same access, with the password that sudo asks for on these hosts.
 * @throws UsageError where there is none, or it cannot be used; nothing has been contacted.
 */
export async function withSudoPassword(
  ssh: SshAccess,
  hosts: readonly Host[],
  flags: SudoPasswordFlags,
  terminal: Terminal,
): Promise<SshAccess> {
  const password = await givenSudoPassword(hosts, flags, terminal);
  return password === undefined ? ssh : (host) => ({ ...ssh(host), sudoPassword: password });
}
