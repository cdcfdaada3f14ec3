import { type Command, Option } from "commander";
import { secretVariables } from "../../secret-variables.ts";

const passphraseFileOption = () =>
  new Option(
    "--passphrase-file <file>",
    `one line that opens the private keys (else ${secretVariables.passphrase}, or asked for)`,
  );

const sshPasswordFileOption = () =>
  new Option(
    "--ssh-password-file <file>",
    `one line that answers servers that ask for a password (else ${secretVariables.sshPassword}, or asked for)`,
  );

const sudoPasswordFileOption = () =>
  new Option(
    "--sudo-password-file <file>",
    `the password that sudo asks for on hosts of privilege: sudo-password (else ${secretVariables.sudoPassword}, or you are asked)`,
  );

/** Whether only approved algorithms are offered. */
export const fipsOption = () =>
  new Option("--fips", "offer hosts and API server only algorithms that FIPS 140-3 approves, and refuse other keys");

/** Adds where the secrets of logins come from, and what is offered: to every command that logs in somewhere. */
export const withLoginOptions = (command: Command): Command =>
  command
    .addOption(passphraseFileOption())
    .addOption(sshPasswordFileOption())
    .addOption(sudoPasswordFileOption())
    .addOption(fipsOption());
