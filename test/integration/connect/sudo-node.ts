import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync } from "node:fs";
import { requireRoot, requireTools } from "../../support/lab-requirements.ts";
import { canRunSshd, type Sshd, script, startSshd, type Workshop } from "./sshd.ts";

/** Whether this machine can give a node a sudo, a doas and users of its own. */
export const canRunSudoNode = (suite: string): boolean =>
  canRunSshd(suite) &&
  requireRoot(suite) &&
  requireTools(suite, [
    { command: "sudo", package: "sudo" },
    { command: "doas", package: "opendoas" },
    { command: "unshare", package: "util-linux" },
    { command: "faillock", package: "libpam-modules-bin" },
  ]);

/** The password of the node's user `audit`. */
export const password = "Kraweel-7 $(id)";

/** A node whose sshd, sudo, doas and PAM are real and whose /etc is its own: nothing of this machine is changed. */
export type SudoNode = Sshd & {
  /** Runs a shell script on the node as root, and gives what it prints. */
  readonly inside: (script: string, input?: string) => string;
  /** What is allowed of now on: the lines of sudoers(5). */
  readonly allow: (...sudoers: readonly string[]) => void;
  /** How many failures pam_faillock counts of the user's, and from then on none. */
  readonly failures: () => number;
};

// As authselect and the STIG of RHEL have it: what fails for whatever reason comes to pam_faillock's `authfail`.
const pam = `auth required pam_faillock.so preauth silent deny=100
auth sufficient pam_unix.so nodelay
auth required pam_faillock.so authfail deny=100
auth required pam_deny.so
account required pam_unix.so
password required pam_unix.so
session required pam_permit.so
`;

const surroundings = (folder: string): string => `set -e
mkdir -p /run/sudo /run/faillock /var/lib/sudo
cp -a /etc ${folder}
mount --bind ${folder} /etc
for place in /run/sudo /run/faillock /var/lib/sudo /usr/local/sbin /home; do mount -t tmpfs -o mode=755 none $place; done
useradd --create-home --shell /bin/sh audit
printf '%s\\n' 'audit:${password}' | chpasswd
printf '%s' '${pam}' | tee /etc/pam.d/sudo >/etc/pam.d/doas
rm -f /etc/doas.conf /etc/nologin
: >/etc/sudoers
exec "$@"`;

/** Starts the node; these public keys, with options before them where they have some, may enter as `audit`. */
export async function startSudoNode(
  workshop: Workshop,
  authorized: readonly string[],
  config: readonly string[] = [],
): Promise<SudoNode> {
  // sshd reads the authorized keys as the user who comes.
  chmodSync(workshop.path("."), 0o755);
  const begin = script(workshop, "surroundings", surroundings(workshop.path("etc")));
  const inside = ["unshare", "--mount", "--propagation", "private", begin];
  const sshd = await startSshd(workshop, { name: "sudo-node", authorized, inside, config });
  const run = (text: string, input = ""): string =>
    execFileSync("nsenter", ["--target", String(sshd.pid), "--mount", "sh", "-c", text], { encoding: "utf8", input });
  return {
    ...sshd,
    inside: run,
    allow: (...lines) => void run("cat >/etc/sudoers; visudo -cqf /etc/sudoers", `${lines.join("\n")}\n`),
    failures: () => {
      const count = run("faillock --user audit | grep -c ' V$' || :").trim();
      run("faillock --user audit --reset");
      return Number(count);
    },
  };
}

/** Whether a text stands in the command line or the environment of any process of this machine, but of our own. */
export function standsInProcessList(text: string): boolean {
  const pids = execFileSync("ls", ["/proc"], { encoding: "utf8" })
    .split("\n")
    .filter((name) => /^\d+$/.test(name));
  return pids.some(
    (pid) =>
      pid !== String(process.pid) && [`/proc/${pid}/cmdline`, `/proc/${pid}/environ`].some((file) => holds(file, text)),
  );
}

function holds(file: string, text: string): boolean {
  try {
    return readFileSync(file, "latin1").includes(text);
  } catch {
    return false;
  }
}
