import type { Host } from "../inventory/inventory.ts";
import type { ConnectOptions } from "./doors.ts";
import { openHost } from "./open-host.ts";
import { startProgram } from "./privilege/start-program.ts";
import { type Begin, reachHost } from "./reach-host.ts";
import { readerSession } from "./reader-session/reader-session.ts";
import { startReader } from "./reader-session/start-reader.ts";
import type { Connection } from "./session.ts";

/** Connects to a host over SSH and starts the reader there. Never rejects. */
export async function connectHost(host: Host, options: ConnectOptions): Promise<Connection> {
  const { begun, transport } = await reachHost(openHost, host, options, startSession(host, options));
  return { ...begun?.result, transport };
}

const startSession =
  (
    { name, ssh }: Host,
    { deadlines: { request }, sudoPassword }: ConnectOptions,
  ): Begin<Pick<Connection, "session" | "uid">> =>
  async (connection, close, limits) => {
    const { privilege, reader } = ssh;
    const program = reader === "installed" ? "installed-reader" : "shell";
    const start = { host: name, privilege, program, sudoPassword } as const;
    const channel = await startProgram(connection, start, request, limits);
    if ("state" in channel) return channel;
    const started = await startReader({ ...channel, close }, { privilege, reader }, request, limits);
    if (started.state === "failed") return started;
    return { state: "begun", result: { session: readerSession(started, request, limits), uid: started.hello.uid } };
  };
