import type { Privilege } from "../../inventory/inventory.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, startLimits, until, within } from "../limits.ts";
import type { SshConnection } from "../login.ts";
import type { ReaderChannel } from "../reader-session/reader-channel.ts";
import { giveSudoPassword } from "./give-sudo-password.ts";
import { firstWords, type NodeProgram, startCommand } from "./start-command.ts";
import type { LentPassword, SudoPassword } from "./sudo-password.ts";

/** What is started on which host, and as whom. */
export type Start = {
  readonly host: string;
  readonly privilege: Privilege;
  readonly program: NodeProgram;
  readonly sudoPassword: SudoPassword | undefined;
};

/**
 * Starts a program on a node with the rights that it needs. Where sudo asks for a password this ends when sudo has taken
 * it; else when the command was started, and what refuses shows later. Deadline in milliseconds. Never rejects.
 */
export async function startProgram(
  connection: SshConnection,
  start: Start,
  deadline: number,
  limits: Limits,
): Promise<ReaderChannel | ConnectFailure> {
  const command = startCommand(start.privilege, start.program);
  if (start.privilege !== "sudo-password") return connection.exec(command, deadline, limits);
  const lent = await borrow(start, limits);
  if ("state" in lent) return lent;
  const channel = await connection.exec(command, deadline, limits);
  if ("state" in channel) {
    lent.settle("unknown");
    return channel;
  }
  const end = (process: string): Promise<void> => kill(connection, process);
  return giveSudoPassword({ channel, lent, isStarted: firstWords[start.program], kill: end }, deadline, limits);
}

async function borrow({ host, sudoPassword }: Start, limits: Limits): Promise<LentPassword | ConnectFailure> {
  if (sudoPassword === undefined) return connectFailure("exec", "sudo-refused", "there is no password for sudo");
  const lent = await until(
    limits,
    sudoPassword.lend(host),
    (cut) => connectFailure("exec", cut.cause, `sudo was not started: ${cut.message}`),
    (late) => late?.settle("unknown"),
  );
  const where = sudoPassword.refusedOn().join(" and ");
  return lent ?? connectFailure("exec", "sudo-refused", `sudo refused the password on ${where}: it is not sent again`);
}

/** Milliseconds in which a process is ended. */
const farewell = 2_000;

/**
 * Ends sudo where it waits for another password. Were its stdin closed, PAM would count one more failure (pam_faillock
 * does): its real user is ours as long as it asks, so we may.
 */
async function kill(connection: SshConnection, process: string): Promise<void> {
  const limits = startLimits(farewell, new AbortController().signal);
  const channel = await connection.exec(`kill -9 ${process}`, farewell, limits);
  if (!("state" in channel)) {
    await within<void>(
      limits,
      farewell,
      (end) => {
        channel.onOutput(() => undefined);
        channel.onDiagnostics(() => undefined);
        channel.onEnd(() => end());
        return () => undefined;
      },
      () => undefined,
    );
  }
  limits.release();
}
