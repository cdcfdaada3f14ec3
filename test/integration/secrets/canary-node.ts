import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Sshd, script, startSshd, type Workshop } from "../connect/sshd.ts";
import { plantedFiles, processes, systemctl } from "./canary-files.ts";

export type CanaryNode = {
  readonly sshd: Sshd;
  /** Runs a program of the node's with a text on its standard input; gives what it printed. */
  readonly run: (args: readonly string[], input: string) => string;
  readonly stop: () => Promise<void>;
};

const standIn = new URL("../../lab/stand-in.c", import.meta.url).pathname;

function write(path: string, text: string, mode = 0o600): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** What starts the processes and then waits; the last line says that all of them are there. */
const start = (): string => {
  const lines = processes.map(([name, args, variables]) => {
    const set = Object.entries(variables).map(([key, value]) => quoted(`${key}=${value}`));
    const command = ["env", "-i", ...set, `/opt/bin/${name}`, ...args.map(quoted)].join(" ");
    return `${command} &\nuntil [ "$(readlink /proc/$!/exe)" = /opt/bin/${name} ]; do :; done`;
  });
  return `${lines.join("\n")}\necho up\nexec sleep infinity\n`;
};

function fill(root: string): void {
  for (const [path, text] of Object.entries(plantedFiles)) write(join(root, path), text);
  write(join(root, "start"), start(), 0o755);
  write(join(root, "systemctl"), systemctl, 0o755);
  for (const folder of [
    "usr",
    "proc",
    "dev",
    "etc/alternatives",
    "tmp",
    "opt/bin",
    "run/systemd/system",
    "var/lib/etcd",
  ])
    mkdirSync(join(root, folder), { recursive: true });
  for (const link of ["bin", "sbin", "lib", "lib64"]) symlinkSync(`usr/${link}`, join(root, link));
  // Which awk Debian's is stands there.
  symlinkSync(realpathSync("/usr/bin/awk"), join(root, "etc/alternatives/awk"));
  execFileSync("/usr/bin/gcc", ["-o", join(root, "opt/bin/kubelet"), standIn]);
  for (const [name] of processes)
    if (name !== "kubelet") execFileSync("cp", [join(root, "opt/bin/kubelet"), join(root, "opt/bin", name)]);
}

/** A node with secrets in it: files and processes of its own in namespaces, with the programs of this machine, behind a real sshd. */
export async function startCanaryNode(workshop: Workshop, authorized: string): Promise<CanaryNode> {
  const root = workshop.path("node");
  fill(root);
  const inside = [
    `mount --rbind /usr ${root}/usr`,
    `mount --rbind /dev ${root}/dev`,
    `mount -t proc proc ${root}/proc`,
    `if [ -e /usr/bin/systemctl ]; then mount --bind ${root}/systemctl ${root}/usr/bin/systemctl; fi`,
    `exec chroot ${root} /bin/sh /start`,
  ].join(" && ");
  const child = spawn(
    "unshare",
    ["--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", inside],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await once(child.stdout as NonNullable<typeof child.stdout>, "data");
  const pid = execFileSync("ps", ["-o", "pid=", "--ppid", String(child.pid)])
    .toString()
    .trim();
  const enter = ["nsenter", "-t", pid, "-m", "-p", "-r", "-w", "--"];
  const shell = script(workshop, "enter-node", `exec ${enter.join(" ")} /bin/sh -s`);
  const sshd = await startSshd(workshop, { name: "node", authorized: [authorized], config: [`ForceCommand ${shell}`] });
  return {
    sshd,
    run: ([program = "", ...args], input) =>
      execFileSync(enter[0] as string, [...enter.slice(1), program, ...args], { input, maxBuffer: 1e9 }).toString(
        "latin1",
      ),
    async stop() {
      await sshd.stop();
      await ended(child);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = once(child, "close");
  child.kill("SIGKILL");
  await closed;
}
