import { connectHost } from "../../../src/connect/connect-host.ts";
import type { ConnectOptions } from "../../../src/connect/doors.ts";
import type { KnownHostsFile } from "../../../src/connect/host-key.ts";
import { type Identity, loadIdentity } from "../../../src/connect/identity.ts";
import { parseKnownHosts } from "../../../src/connect/known-hosts.ts";
import { startLoginRun } from "../../../src/connect/login-run.ts";
import type { Answer, Connection, Deadlines, HostSession } from "../../../src/connect/session.ts";
import type { Host, SshSettings } from "../../../src/inventory/inventory.ts";
import { sshSettings } from "../../support/ssh-settings.ts";
import { user } from "./sshd.ts";

/** Long enough never to end a test that goes well. */
export const patient: Deadlines = { connect: 30_000, authentication: 30_000, request: 30_000, host: 60_000 };

const knownHostsPath = "/known_hosts";

export const hostAt = (port: number, ssh: Partial<SshSettings> = {}): Host => ({
  name: "node",
  address: "127.0.0.1",
  role: "worker",
  labels: {},
  ssh: sshSettings({
    user,
    port,
    knownHosts: knownHostsPath,
    privilege: "none",
    connectTimeout: 30,
    identityFile: "",
    ...ssh,
  }),
});

export const knownHostsFile = (text: string): KnownHostsFile => ({
  state: "read",
  path: knownHostsPath,
  lines: parseKnownHosts(text),
});

/** The known_hosts text of a server of these tests. */
export const knows = ({ port, hostKeys }: { readonly port: number; readonly hostKeys: readonly string[] }): string =>
  hostKeys.map((key) => `[127.0.0.1]:${port} ${key}\n`).join("");

export async function identityAt(path: string, passphrase?: string): Promise<Identity> {
  const result = await loadIdentity(path, passphrase);
  if (result.state !== "ok") throw new Error(result.message);
  return result.identity;
}

export type TestOptions = Partial<Omit<ConnectOptions, "knownHosts" | "identities">> & {
  readonly knownHosts: string | KnownHostsFile;
  readonly identities: readonly Identity[];
};

/** Connects with everything patient and reproducible unless a test says otherwise. */
export function connectTo(host: Host, { knownHosts, identities, ...more }: TestOptions): Promise<Connection> {
  const file = typeof knownHosts === "string" ? knownHostsFile(knownHosts) : knownHosts;
  return connectHost(host, {
    identities: new Map(identities.map((identity) => [identity.path, identity])),
    knownHosts: new Map([[knownHostsPath, file]]),
    deadlines: patient,
    signal: new AbortController().signal,
    random: () => 0,
    run: startLoginRun(),
    ...more,
  });
}

/** The session of a connection that must stand. */
export function sessionOf(connection: Connection): HostSession {
  if (connection.session === undefined) throw new Error(JSON.stringify(connection.transport));
  return connection.session;
}

export const textOf = (answer: Answer): string =>
  answer.state === "answered" ? answer.payload.toString("utf8") : JSON.stringify(answer);
