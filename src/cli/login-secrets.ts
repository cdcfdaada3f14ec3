import { resolve } from "node:path";
import type { FipsFlag } from "./fips.ts";
import { readSecretFile } from "./secret-file.ts";
import type { Terminal } from "./terminal.ts";

/** Where the secrets of logins come from, beside the environment, and which algorithms are offered. */
export type LoginFlags = FipsFlag & {
  readonly passphraseFile?: string;
  readonly sshPasswordFile?: string;
  readonly sudoPasswordFile?: string;
};

/** What opens private keys, and what answers servers that ask for a password. Neither is ever an argument. */
export type LoginSecrets = { readonly passphrase?: string; readonly password?: string };

/**
 * Reads the secrets that were given; a file wins over the environment.
 * @throws UsageError where a file cannot be used.
 */
export async function givenLoginSecrets(
  { passphraseFile, sshPasswordFile }: LoginFlags,
  { environment, workingDirectory }: Pick<Terminal, "environment" | "workingDirectory">,
): Promise<LoginSecrets> {
  const given = (file: string | undefined, variable: string): Promise<string | undefined> =>
    file === undefined ? Promise.resolve(environment[variable]) : readSecretFile(resolve(workingDirectory, file));
  const passphrase = await given(passphraseFile, "PLIMSOLL_PASSPHRASE");
  const password = await given(sshPasswordFile, "PLIMSOLL_SSH_PASSWORD");
  return { ...(passphrase !== undefined && { passphrase }), ...(password !== undefined && { password }) };
}
