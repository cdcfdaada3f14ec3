// `npm run bench`: what an audit of a fleet costs, beside what else asks as many hosts something over SSH. This file reads the
// options, looks for what is needed and starts fleet-inside.mjs in namespaces of its own; see README.md.
import { spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parties } from "./parties.mjs";

const { values } = parseArgs({
  options: {
    full: { type: "boolean", default: false },
    hosts: { type: "string" },
    concurrency: { type: "string", default: "32" },
    only: { type: "string" },
    profile: { type: "boolean", default: false },
    write: { type: "boolean", default: false },
  },
});

const needed = {
  "/usr/sbin/sshd": "openssh-server",
  ssh: "openssh-client",
  unshare: "util-linux",
  setpriv: "util-linux",
  chrt: "util-linux",
  ip: "iproute2",
  time: "time",
  gcc: "gcc and libc6-dev",
  openssl: "openssl",
};

function isInstalled(/** @type {string} */ program) {
  const folders = program.startsWith("/") ? [""] : [...(process.env["PATH"] ?? "").split(":"), "/usr/sbin"];
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function refuse(/** @type {string} */ why) {
  console.error(`bench: ${why}`);
  process.exit(2);
}

const sizes = (values.hosts ?? (values.full ? "100,1000,5000" : "100,1000")).split(",").map(Number);
const concurrency = Number(values.concurrency);
if (![...sizes, concurrency].every((number) => Number.isInteger(number) && number > 0 && number <= 50_000)) {
  refuse("--hosts takes numbers of hosts with commas between them, --concurrency a number");
}
const known = parties.map(({ id }) => id);
const chosen = values.only?.split(",") ?? known;
for (const id of chosen) if (!known.includes(id)) refuse(`--only knows ${known.join(", ")}, not ${id}`);
if (process.getuid?.() !== 0) refuse("mounts and namespaces of the nodes need root");
const missing = Object.entries(needed).filter(([program]) => !isInstalled(program));
if (missing.length > 0) refuse(`install the packages ${[...new Set(missing.map(([, name]) => name))].join(", ")}`);

const absent = parties.filter(({ id, program }) => chosen.includes(id) && program && !isInstalled(program.command));
for (const { title, program } of absent) {
  console.error(
    `\n*** NOT MEASURED: ${title}, for there is no ${program?.command} (apt-get install ${program?.package}) ***\n`,
  );
}
const ids = chosen.filter((id) => !absent.some((party) => party.id === id));

const folder = mkdtempSync(join(tmpdir(), "plimsoll-fleet-"));
const order = { folder, sizes, concurrency, ids, profile: values.profile, write: values.write };
const inside = fileURLToPath(new URL("fleet-inside.mjs", import.meta.url));
const namespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private"];
// A shell is the first process: it buries what is left to it, as Ansible's masters of connections are.
const start = 'ip link set lo up && "$@" & wait $!';
// However this process ends, all of it does.
const child = spawn(
  "setpriv",
  [
    "--pdeathsig",
    "KILL",
    "unshare",
    ...namespaces,
    "bash",
    "-c",
    start,
    "bash",
    process.execPath,
    inside,
    JSON.stringify(order),
  ],
  { stdio: ["ignore", "inherit", "inherit"] },
);
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, () => child.kill("SIGKILL"));
child.on("exit", (status) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(status ?? 130);
});
