import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import type { Container } from "./image-store.ts";

/** What an engine is told of a container besides its image. Places are `here:there`, or `here:there:ro`. */
export type Start = {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly places?: readonly string[];
  readonly temporary?: readonly string[];
  readonly readOnly?: boolean;
  /** Docker's own where none are given. */
  readonly capabilities?: readonly string[];
  /** The name of a network namespace; this machine's network otherwise. */
  readonly network?: string;
};

export type Started = {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly status: number | null; readonly stdout: string; readonly stderr: string }>;
};

/** What Docker leaves to a container that is not privileged. */
const dockerCapabilities = [
  ...[
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "SETGID",
    "SETUID",
    "SETPCAP",
    "NET_BIND_SERVICE",
    "NET_RAW",
  ],
  ...["SYS_CHROOT", "MKNOD", "AUDIT_WRITE", "SETFCAP"],
];
/** What systemd-nspawn would give besides. */
const nspawnCapabilities = [
  ...["AUDIT_CONTROL", "BPF", "DAC_READ_SEARCH", "IPC_OWNER", "LEASE", "LINUX_IMMUTABLE", "NET_ADMIN", "NET_BROADCAST"],
  ...[
    "PERFMON",
    "SYS_ADMIN",
    "SYS_BOOT",
    "SYS_NICE",
    "SYS_PTRACE",
    "SYS_RESOURCE",
    "SYS_TTY_CONFIG",
    ...dockerCapabilities,
  ],
];

const asCapability = (names: readonly string[]): string => names.map((name) => `CAP_${name}`).join(",");

/** As Docker does: what is to be mounted where an image has nothing gets a place there, on a read-only root too. */
function makePlace(root: string, place: string): void {
  const [here = "", there = ""] = place.split(":");
  const path = join(root, there);
  if (existsSync(path)) return;
  mkdirSync(statSync(here).isDirectory() ? path : dirname(path), { recursive: true });
  if (!existsSync(path)) writeFileSync(path, "");
}

/**
 * Starts a container as Docker would, by systemd-nspawn: buildah's own `run` has no read-only root, and no process IDs
 * apart from this machine's.
 */
export function startContainer({ root, config }: Container, start: Start): Started {
  const { capabilities = dockerCapabilities, environment = {}, places = [], temporary = [] } = start;
  const dropped = nspawnCapabilities.filter((name) => !capabilities.includes(name));
  const bind = (place: string): string =>
    place.endsWith(":ro") ? `--bind-ro=${place.slice(0, -3)}` : `--bind=${place}`;
  const machine = `plimsoll-${start.name}-${process.pid}`;
  const user = config.User?.split(":")[0] ?? "";
  const args = [
    ...["--quiet", "--register=no", "--keep-unit", "--as-pid2", "--console=pipe", "--link-journal=no"],
    ...["--resolv-conf=off", "--timezone=off", `--directory=${root}`],
    ...[`--machine=${machine}`, `--hostname=${start.name}`],
    ...(start.readOnly ? ["--read-only"] : []),
    ...(user === "" ? [] : [`--user=${user}`]),
    ...(capabilities.length === 0 ? ["--no-new-privileges=yes"] : []),
    `--drop-capability=${asCapability(dropped)}`,
    ...(start.network === undefined ? [] : [`--network-namespace-path=/run/netns/${start.network}`]),
    ...places.map(bind),
    ...temporary.map((place) => `--tmpfs=${place}:mode=1777`),
    ...(config.Env ?? []).map((pair) => `--setenv=${pair}`),
    ...Object.entries(environment).map(([name, value]) => `--setenv=${name}=${value}`),
    `--chdir=${config.WorkingDir ?? "/"}`,
    ...start.command,
  ];
  for (const place of places) makePlace(root, place);
  const child = spawn("systemd-nspawn", args, { stdio: ["ignore", "pipe", "pipe"] });
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  const ended = Promise.all([closed, text(child.stdout), text(child.stderr)]).then(([status, stdout, stderr]) => {
    // Left behind where /run is no tmpfs, and said on standard error.
    const left = `/run/systemd/nspawn/propagate/${machine}`;
    if (existsSync(left)) rmdirSync(left);
    return { status, stdout, stderr };
  });
  return { child, ended };
}
