import { installedReader } from "../../../connect/privilege/start-command.ts";
import { readerSha256, readerSource } from "../../../connect/reader.ts";
import { exitCodes } from "../../exit-codes.ts";
import { givenText } from "../../given/text.ts";
import { type JsonFlag, jsonOf, printResult, type Result } from "../../results/result.ts";
import type { Terminal } from "../../terminal/terminal.ts";
import { UsageError } from "../../usage-error.ts";
import { linesOfInstallation, readerInstallation } from "./installation.ts";

/** The options of `plimsoll reader`. */
export type ReaderFlags = JsonFlag & {
  readonly sha256?: true;
  readonly install?: true;
  readonly user?: string;
  readonly publicKey?: string;
};

/** A login name that sudoers takes as it stands: what is all capitals is an alias there, or everybody. */
const plainUser = /^(?![A-Z0-9_]+$)[A-Za-z_][A-Za-z0-9_.-]*$/;

/** Type and key of authorized_keys, in one line; whatever else stands in it would be part of the administrator's line. */
const publicKeyLine = /^(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}(?: [\x20-\x7e]*)?$/;

const placeForKey = "ssh-ed25519 AAAA... (the audit key: the one line of its .pub file)";

function readPublicKey(given: string, terminal: Terminal): string {
  const text = givenText(given, terminal).trim();
  // What is wrong with it is not shown: it may be the private key.
  if (!publicKeyLine.test(text)) throw new UsageError(`${given} is no public key (the one line of a .pub file)`);
  return text;
}

function installation({ user = "audit", publicKey }: ReaderFlags, terminal: Terminal): Result {
  if (!plainUser.test(user)) throw new UsageError(`--user must be a login name, and "${user}" is none`);
  const login = { user, publicKey: publicKey === undefined ? placeForKey : readPublicKey(publicKey, terminal) };
  return {
    text: () => [readerInstallation(login)],
    json: () => jsonOf({ sha256: readerSha256, path: installedReader, ...login, ...linesOfInstallation(login) }),
  };
}

const digest: Result = { text: () => [readerSha256], json: () => jsonOf({ sha256: readerSha256 }) };

const program: Result = {
  text: () => [readerSource],
  json: () => jsonOf({ sha256: readerSha256, program: readerSource }),
};

/** Prints the reader, its digest or how it is installed; returns the exit status. */
export function printReader(flags: ReaderFlags, terminal: Terminal): number {
  if (flags.sha256 && flags.install) throw new UsageError("--sha256 and --install print two things: give one");
  if (!flags.install && (flags.user ?? flags.publicKey) !== undefined) {
    throw new UsageError("--user and --public-key are for --install");
  }
  if (flags.install) printResult(flags, installation(flags, terminal), terminal);
  else printResult(flags, flags.sha256 ? digest : program, terminal);
  if (!flags.install && !flags.sha256) terminal.talk(`SHA-256 ${readerSha256}\n`);
  return exitCodes.clean;
}
