import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { requireTools } from "../../support/lab-requirements.ts";
import { listeningPort } from "../../support/listening-port.ts";

/** Whether this machine can run the suite. */
export const canRunSshd = (suite: string): boolean =>
  requireTools(suite, [
    { command: "/usr/sbin/sshd", package: "openssh-server" },
    { command: "ssh-keygen", package: "openssh-client" },
    { command: "ssh-agent", package: "openssh-client" },
  ]);

/** The user whom sshd lets in: the one who runs the tests. */
export const user = userInfo().username;

/** A folder for one test file: keys, configurations, known_hosts files. */
export type Workshop = { readonly path: (name: string) => string; readonly remove: () => void };

export function createWorkshop(): Workshop {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-sshd-"));
  return {
    path: (name) => join(directory, name),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Makes a key pair at `path` and gives the public key's type and blob, as known_hosts and authorized_keys want it. */
export function makeKey(path: string, type = "ed25519", passphrase = "", ...more: readonly string[]): string {
  execFileSync("ssh-keygen", ["-q", "-t", type, "-N", passphrase, "-C", "", "-f", path, ...more]);
  return readFileSync(`${path}.pub`, "utf8").trim();
}

export type Sshd = {
  readonly port: number;
  /** sshd's own process. */
  readonly pid: number;
  /** Public host keys, as known_hosts wants them after the host's name. */
  readonly hostKeys: readonly string[];
  /** What sshd has logged so far (LogLevel VERBOSE). */
  readonly log: () => string;
  /** Waits until sshd has logged something. */
  readonly logged: (pattern: RegExp) => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type SshdOptions = {
  readonly name: string;
  /** Public keys that may enter. */
  readonly authorized: readonly string[];
  readonly hostKeyTypes?: readonly string[];
  /** What starts sshd in a surrounding of its own: a command that runs the one after it in its place. */
  readonly inside?: readonly string[];
  /** Further lines of sshd_config(5). */
  readonly config?: readonly string[];
  /** What PAM asks (pam.d(5)), in a mount namespace of its own: the machine's own file stays. Needs root. */
  readonly pam?: string;
};

/** Starts an OpenSSH server on a free port of loopback and waits until it listens. */
export async function startSshd(workshop: Workshop, options: SshdOptions): Promise<Sshd> {
  const { name, authorized, hostKeyTypes = ["ed25519"], config = [], inside = [] } = options;
  // sshd demands its privilege separation directory when root starts it; packages make it when the service starts.
  if (process.getuid?.() === 0) mkdirSync("/run/sshd", { recursive: true, mode: 0o755 });
  const hostKeyPaths = hostKeyTypes.map((type) => workshop.path(`${name}.host.${type}`));
  const hostKeys = hostKeyPaths.map((path, index) => makeKey(path, hostKeyTypes[index]));
  writeFileSync(workshop.path(`${name}.authorized`), `${authorized.join("\n")}\n`);
  const lines = [
    ...config,
    "ListenAddress 127.0.0.1",
    ...hostKeyPaths.map((path) => `HostKey ${path}`),
    `AuthorizedKeysFile ${workshop.path(`${name}.authorized`)}`,
    "StrictModes no",
    "UsePAM no",
    "PermitRootLogin yes",
    "PasswordAuthentication no",
    "KbdInteractiveAuthentication no",
    "PidFile none",
    "LogLevel VERBOSE",
  ];
  const daemon = ["/usr/sbin/sshd", "-D", "-e", "-f", workshop.path(`${name}.conf`)];
  if (options.pam !== undefined) {
    writeFileSync(workshop.path(`${name}.pam`), options.pam);
    const program = `mount --bind ${workshop.path(`${name}.pam`)} /etc/pam.d/sshd && exec "$@"`;
    daemon.unshift("unshare", "--mount", "sh", "-c", program, "sh");
    lines.unshift("UsePAM yes", "KbdInteractiveAuthentication yes");
  }
  const listen = async (port: number): Promise<Sshd> => {
    writeFileSync(workshop.path(`${name}.conf`), `Port ${port}\n${lines.join("\n")}\n`);
    return launch([...inside, ...daemon], port, hostKeys);
  };
  // Another program may take the port before sshd does.
  return listen(await freePort()).catch(async (error: Error) => {
    if (!error.message.includes("Address already in use")) throw error;
    return listen(await freePort());
  });
}

function launch([program = "", ...args]: readonly string[], port: number, hostKeys: readonly string[]): Promise<Sshd> {
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
  let log = "";
  const logged = (pattern: RegExp): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!pattern.test(log)) return;
        child.stderr.off("data", look);
        resolve();
      };
      child.stderr.on("data", look);
      look();
    });
  child.stderr.on("data", (chunk: Buffer) => {
    log += chunk.toString();
  });
  return new Promise((resolve, reject) => {
    void logged(/Server listening on/).then(() =>
      resolve({ port, pid: child.pid ?? 0, hostKeys, log: () => log, logged, stop: () => stop(child) }),
    );
    child.on("exit", (code) => reject(new Error(`sshd ended with ${code}: ${log}`)));
    child.on("error", reject);
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill();
  });
}

/** A port that nobody uses now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listeningPort(server);
  await new Promise((resolve) => void server.close(resolve));
  return port;
}

/** What a script does to take the reader's program as its shell would, before it goes its own way; and the reader's hello. */
export const takeProgram = `while IFS= read -r line && [ "$line" != 'main "$@"' ]; do :; done`;
export const hello = "printf '\\nplimsoll-reader 1 0\\n'";

/** A shell script that stands in for a login shell; `ForceCommand` names it. */
export function script(workshop: Workshop, name: string, text: string): string {
  writeFileSync(workshop.path(name), `#!/bin/sh\n${text}\n`);
  chmodSync(workshop.path(name), 0o755);
  return workshop.path(name);
}
