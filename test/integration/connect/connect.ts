import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { connectHost } from "../../../src/connect/connect-host.ts";
import type { ConnectOptions } from "../../../src/connect/doors.ts";
import { type Identity, loadIdentity } from "../../../src/connect/keys/identity.ts";
import type { KnownHostsFile } from "../../../src/connect/known-hosts/host-key.ts";
import { parseKnownHosts } from "../../../src/connect/known-hosts/known-hosts-line.ts";
import { startLoginRun } from "../../../src/connect/logins/login-run.ts";
import { type OpensshRun, startOpensshRun } from "../../../src/connect/openssh/openssh-run.ts";
import type { Answer, Connection, Deadlines, HostSession } from "../../../src/connect/session.ts";
import type { Host, JumpHost, SshSettings } from "../../../src/inventory/inventory.ts";
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

/** A bastion of these tests, entered with a key. */
export const jumpAt = (port: number, identityFile: string, more: Partial<JumpHost> = {}): JumpHost => ({
  address: "127.0.0.1",
  port,
  user,
  identityFile,
  keyboardInteractive: false,
  connections: 4,
  ...more,
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
  readonly identities?: readonly Identity[];
};

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  written.clear();
});

/** A known_hosts file that is there, for `ssh` reads it itself. */
export function knownHostsAt(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-known-hosts-"));
  folders.push(folder);
  const path = join(folder, "known_hosts");
  writeFileSync(path, text);
  return path;
}

/** The same text is the same file: hosts behind bastions share what goes by one. */
const written = new Map<string, string>();

function sharedKnownHosts(text: string): string {
  const path = written.get(text) ?? knownHostsAt(text);
  written.set(text, path);
  return path;
}

/** The `ssh` of this machine, for one run. */
export async function opensshRun(): Promise<OpensshRun> {
  const run = await startOpensshRun();
  if (typeof run === "string") throw new Error(run);
  return run;
}

/** A host with everything patient and reproducible unless a test says otherwise. */
export async function reachable(
  host: Host,
  { knownHosts, identities = [], ...more }: TestOptions,
): Promise<readonly [Host, ConnectOptions]> {
  const isText = typeof knownHosts === "string";
  const path = isText ? sharedKnownHosts(knownHosts) : knownHosts.path;
  const file: KnownHostsFile = isText ? { state: "read", path, lines: parseKnownHosts(knownHosts) } : knownHosts;
  const options = {
    identities: new Map(identities.map((identity) => [identity.path, identity])),
    knownHosts: new Map([[path, file]]),
    deadlines: patient,
    signal: new AbortController().signal,
    random: () => 0,
    run: startLoginRun(),
    ...(host.ssh.transport === "openssh" ? { openssh: await opensshRun() } : {}),
    ...more,
  };
  return [{ ...host, ssh: { ...host.ssh, knownHosts: path } }, options];
}

/** Connects to a host and starts the reader there. */
export const connectTo = async (host: Host, options: TestOptions): Promise<Connection> =>
  connectHost(...(await reachable(host, options)));

/** The session of a connection that must stand. */
export function sessionOf(connection: Connection): HostSession {
  if (connection.session === undefined) throw new Error(JSON.stringify(connection.transport));
  return connection.session;
}

export const textOf = (answer: Answer): string =>
  answer.state === "answered" ? answer.payload.toString("utf8") : JSON.stringify(answer);
