import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { atConsole } from "./services.mjs";

const run = promisify(execFile);
const labScript = fileURLToPath(new URL("lab.sh", import.meta.url));

/** As `lab.sh` with one of its commands, while this process goes on: what it serves is asked meanwhile. */
export const labMeanwhile = async (...args: readonly string[]): Promise<string> =>
  (await run("bash", [labScript, ...args])).stdout;

// The first question of units waits at two pipes, within the session; all later ones go through. The program itself is a
// copy: who shuts down undoes mounts, and then calls it.
const wrapper = `#!/bin/sh
if mkdir /run/held/once 2>/dev/null; then echo here >/run/held/reached; read -r go </run/held/go; fi
exec /run/held/systemctl "$@"
`;
const hold = `set -e
mkdir /run/held; cd /run/held
mkfifo reached go; cp /usr/bin/systemctl .; cat >wrapper; chmod 755 wrapper
mount --bind wrapper /usr/bin/systemctl`;
const release = "umount -l /usr/bin/systemctl; rm -r /run/held";

/** Has the next session on a node wait in its midst, at its first question of systemd. */
export function holdNext(node: string) {
  atConsole(node, hold, wrapper);
  const console = (script: string): Promise<string> => labMeanwhile("console", node, "sh", "-c", script);
  return {
    /** Resolves when a session waits there. */
    reached: () => console("read -r here </run/held/reached"),
    letGo: () => console("echo go >/run/held/go"),
    /** Puts the node's own program back, where it was not booted anew. */
    release: () => void atConsole(node, release, ""),
  };
}

/** How often somebody has logged in over SSH, as sshd has it in the journal. */
export function loginsOf(node: string): number {
  const count = "journalctl --sync; journalctl -q -o cat -t sshd | grep -c '^Accepted publickey' || true";
  return Number(atConsole(node, count, "").toString());
}
