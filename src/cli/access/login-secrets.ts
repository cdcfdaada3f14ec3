import { secretVariables } from "../../secret-variables.ts";
import { givenSecret } from "../given/secret.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { FipsFlag } from "./fips.ts";

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
  terminal: Pick<Terminal, "environment" | "workingDirectory">,
): Promise<LoginSecrets> {
  const passphrase = await givenSecret(passphraseFile, secretVariables.passphrase, terminal);
  const password = await givenSecret(sshPasswordFile, secretVariables.sshPassword, terminal);
  return { ...(passphrase !== undefined && { passphrase }), ...(password !== undefined && { password }) };
}
