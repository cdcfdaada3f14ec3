import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, within } from "../limits.ts";
import type { SshConnection } from "../login.ts";
import { refusedElevation } from "../privilege/refusals.ts";
import { type Start, startProgram } from "../privilege/start-program.ts";
import type { ReaderChannel } from "../reader-session/reader-channel.ts";

/** A file of a node, whole and unredacted: held in memory, and shown to nobody. */
export type NodeFile = { readonly state: "read"; readonly text: string };

const mostBytes = 1024 * 1024;
const begins = "\nplimsoll-file\n";
const ends = /\nplimsoll-end (\d+)\n$/;

/** Which file, of which host, and whether root reads it. */
type Wanted = Omit<Start, "program"> & { readonly path: string };

/** What is run: by the reader's own command, so that no further right of sudo is needed, and its path is in no log. */
const program = (path: string): string =>
  `printf '\\nplimsoll-file\\n'; cat -- '${path}'; printf '\\nplimsoll-end %s\\n' "$?"; exit 0\n`;

/**
 * Reads a file that the reader would redact. `path` must be of the inventory's narrow alphabet, for it is shell text;
 * `deadline` in milliseconds.
 */
export async function readNodeFile(
  connection: SshConnection,
  wanted: Wanted,
  deadline: number,
  limits: Limits,
): Promise<NodeFile | ConnectFailure> {
  const channel = await startProgram(connection, { ...wanted, program: "shell" }, deadline, limits);
  if ("state" in channel) return channel;
  return within<NodeFile | ConnectFailure>(
    limits,
    deadline,
    (end) => {
      hear(channel, (output, diagnostics) => end(judge(output, diagnostics, wanted)));
      channel.write(program(wanted.path));
      return () => channel.close();
    },
    (cut) => connectFailure("exec", cut.cause, `${wanted.path} was not read: ${cut.message}`),
  );
}

function hear(channel: ReaderChannel, end: (output: string | undefined, diagnostics: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  let diagnostics = "";
  channel.onOutput((chunk) => {
    size += chunk.length;
    if (size <= mostBytes) chunks.push(chunk);
    else end(undefined, diagnostics);
  });
  channel.onDiagnostics((chunk) => {
    diagnostics = (diagnostics + chunk.toString("utf8")).slice(0, 4096);
  });
  channel.onEnd(() => end(Buffer.concat(chunks).toString("utf8"), diagnostics));
}

function judge(
  output: string | undefined,
  diagnostics: string,
  { path, privilege }: Wanted,
): NodeFile | ConnectFailure {
  if (output === undefined) return connectFailure("exec", "withheld", `${path} is larger than 1 MiB`);
  const from = output.indexOf(begins);
  const end = ends.exec(output);
  if (from < 0) {
    const refusal = refusedElevation(diagnostics, privilege);
    return refusal ?? connectFailure("exec", "truncated", `the shell ended before it read ${path}`);
  }
  if (end === null) return connectFailure("exec", "truncated", `the connection ended while ${path} was read`);
  if (end[1] === "0") return { state: "read", text: output.slice(from + begins.length, end.index) };
  // cat's last word only: "cat: PATH: No such file or directory".
  const said = diagnostics.trim().split("\n").at(-1)?.split(": ").at(-1) ?? "";
  const cause = /permission denied/i.test(said) ? "permission-denied" : "auth-failed";
  return connectFailure("exec", cause, `${path} cannot be read${said === "" ? "" : `: ${said}`}`);
}
