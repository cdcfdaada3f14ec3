// Who is measured, and how each is started. All take the same hosts, key, known_hosts file and number of hosts at once.
import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timeOf } from "./processor-time.mjs";

/**
 * @typedef {{
 *   readonly folder: string,
 *   readonly hosts: readonly import("./start-hosts.mjs").Host[],
 *   readonly port: number,
 *   readonly key: string,
 *   readonly hostKey: string,
 *   readonly knownHosts: string,
 *   readonly concurrency: number,
 *   readonly profile?: string,
 * }} Task
 * @typedef {{
 *   readonly command: readonly string[],
 *   readonly env?: Readonly<Record<string, string>>,
 *   readonly ends?: readonly number[],
 *   readonly after?: () => number,
 * }} Start
 * @typedef {{
 *   readonly id: string,
 *   readonly title: string,
 *   readonly program?: { readonly command: string, readonly package: string },
 *   readonly most?: number,
 *   readonly start: (task: Task) => Start,
 * }} Party
 */

const main = fileURLToPath(new URL("../../dist/main.js", import.meta.url));
const bareSsh2 = fileURLToPath(new URL("bare-ssh2.mjs", import.meta.url));

const sshOptions = (/** @type {Task} */ { key, knownHosts, port }) => [
  ...["-F", "none", "-p", String(port), "-i", key, "-o", "BatchMode=yes", "-o", "IdentitiesOnly=yes"],
  ...["-o", `UserKnownHostsFile=${knownHosts}`, "-o", "GlobalKnownHostsFile=none"],
];

function listOf(/** @type {Task} */ { folder, hosts }) {
  const list = join(folder, "hosts");
  writeFileSync(list, hosts.map(({ address }) => `${address}\n`).join(""));
  return list;
}

/** @type {Party} */
const audit = {
  id: "audit",
  title: "plimsoll audit",
  start({ folder, hosts, port, key, knownHosts, concurrency, profile }) {
    const inventory = join(folder, "inventory.yaml");
    const ssh = { user: "root", port, identityFile: key, knownHosts, privilege: "none" };
    writeFileSync(inventory, JSON.stringify({ cluster: "bench", ssh, hosts }));
    const profiler = profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`];
    const output = ["-o", join(folder, "run"), "--concurrency", String(concurrency)];
    // 1: there are findings, and everything was read.
    return { command: [process.execPath, ...profiler, main, "audit", "-i", inventory, ...output], ends: [0, 1] };
  },
};

/** @type {Party} */
const ssh2 = {
  id: "ssh2",
  title: "bare ssh2, `true`",
  start(task) {
    const { folder, hosts, port, key, hostKey, concurrency } = task;
    const file = join(folder, "ssh2.json");
    const addresses = hosts.map(({ address }) => address);
    writeFileSync(file, JSON.stringify({ addresses, port, key, hostKey, concurrency }));
    return { command: [process.execPath, bareSsh2, file] };
  },
};

/** @type {Party} */
const openssh = {
  id: "openssh",
  title: "OpenSSH by xargs, `true`",
  start(task) {
    const call = ["ssh", ...sshOptions(task), "-l", "root", "-n", "{}", "true"];
    return { command: ["xargs", "-a", listOf(task), "-P", String(task.concurrency), "-I", "{}", ...call] };
  },
};

/** @type {Party} */
const clush = {
  id: "clush",
  title: "clush, `true`",
  program: { command: "clush", package: "clustershell" },
  start(task) {
    const how = ["-f", String(task.concurrency), "-S", "-q", "-l", "root", "-o", sshOptions(task).join(" ")];
    return { command: ["clush", ...how, "--hostfile", listOf(task), "true"] };
  },
};

/** @type {Party} */
const ansible = {
  id: "ansible",
  title: "Ansible, `-m setup`",
  program: { command: "ansible", package: "ansible-core" },
  // Seconds a host: what is compared is compared at so many.
  most: 100,
  start(task) {
    const config = join(task.folder, "ansible.cfg");
    const control = join(task.folder, "cp");
    mkdirSync(control, { recursive: true });
    const shared = `-o ControlMaster=auto -o ControlPersist=60s -C`;
    writeFileSync(
      config,
      `[defaults]\nforks=${task.concurrency}\nremote_user=root\nprivate_key_file=${task.key}\ninterpreter_python=/usr/bin/python3\n` +
        `local_tmp=${task.folder}/ansible\n` +
        `[ssh_connection]\npipelining=True\ncontrol_path_dir=${control}\nssh_args=${sshOptions(task).join(" ")} ${shared}\n`,
    );
    const env = { ANSIBLE_CONFIG: config, LC_ALL: "C.UTF-8" };
    // Its masters would hold their connections for a minute, beside what is measured next.
    const after = () => {
      let seconds = 0;
      for (const socket of readdirSync(control)) {
        const tell = (/** @type {string} */ what) =>
          spawnSync("ssh", ["-F", "none", "-S", join(control, socket), "-O", what, "any"], { encoding: "utf8" });
        const [, pid] = /pid=(\d+)/.exec(tell("check").stderr) ?? [];
        // One that has ended meanwhile answers no more: nothing is left to do then.
        if (pid !== undefined) seconds += timeOf(Number(pid));
        tell("exit");
      }
      return seconds;
    };
    return { command: ["ansible", "all", "-i", listOf(task), "-m", "setup"], env, after };
  },
};

/** In the order in which they run. */
export const parties = [audit, ssh2, openssh, clush, ansible];
