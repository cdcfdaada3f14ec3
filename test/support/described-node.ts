import { posix } from "node:path";
import type { Answer, HostSession, Verb } from "../../src/connect/session.ts";
import { type DescribedEntry, describedEntries, type FileSystem, find, namesBelow } from "./described-files.ts";
import { socketLines } from "./described-sockets.ts";
import type { DescribedProcess, DescribedUnit, NodeDescription } from "./node-description.ts";
import { processLines } from "./process-lines.ts";
import { nodeRecording } from "./recordings.ts";

const answered = (text: string): Answer => ({ state: "answered", payload: Buffer.from(text) });
const absent: Answer = { state: "absent" };
const failed = (cause: "withheld" | "unparseable" | "unsupported", message: string): Answer => ({
  state: "failed",
  cause,
  message,
});

const inContainer = ({ cgroup }: DescribedProcess): boolean => /kubepods|docker/.test(cgroup);

// Process ids follow the order of the description; 1 is the init system.
const idOf = (index: number): number => 1000 + index;

/** The host's files, and what every process sees below /proc/PID/root. */
function fileSystemOf(node: NodeDescription): FileSystem {
  const entries = new Map(describedEntries(node.files, node.texts));
  const mounts = new Map<string, string>();
  for (const [index, process] of node.processes.entries()) {
    const root = `/proc/${idOf(index)}/root`;
    if (process.root === undefined && !inContainer(process)) {
      mounts.set(root, "/");
      continue;
    }
    const own = process.root ?? { mounts: {}, files: [], texts: {} };
    const points = Object.keys(own.mounts).map((path) => `0755 root:root ${path}/`);
    for (const [path, entry] of describedEntries([...points, ...own.files], own.texts)) {
      entries.set(path === "/" ? root : root + path, entry);
    }
    for (const [path, host] of Object.entries(own.mounts)) mounts.set(root + path, host);
  }
  for (const directory of ["/proc", ...node.processes.map((_, index) => `/proc/${idOf(index)}`)]) {
    entries.set(directory, {
      type: "directory",
      mode: 0o555,
      user: "root",
      group: "root",
      target: "",
      text: undefined,
    });
  }
  return { entries, mounts };
}

const typeBits = { file: 0o100000, directory: 0o040000, link: 0o120000 } as const;

/** A line of `stat` and `list`, as reader.sh has them: `e` for an entry, `t` for what a link leads to. */
function statLine(node: NodeDescription, kind: "e" | "t", path: string, entry: DescribedEntry): string {
  const idFor = (name: string): number => (name === "root" ? 0 : (node.users[name] ?? Number(name)));
  const nameFor = (name: string): string => (/^\d+$/.test(name) ? "UNKNOWN" : name);
  const { user, group, mode, type } = entry;
  if (Number.isNaN(idFor(user)) || Number.isNaN(idFor(group))) throw new Error(`no id for the owner of ${path}`);
  const bits = (typeBits[type] | mode).toString(16);
  return `${kind}|${bits}|${idFor(user)}|${idFor(group)}|${nameFor(user)}|${nameFor(group)}|${path}/\n`;
}

function statLines(node: NodeDescription, system: FileSystem, path: string): string {
  const found = find(system, path, false);
  if (found === undefined) return "";
  const line = statLine(node, "e", path, found.entry);
  const target = found.entry.type === "link" ? find(system, path, true) : undefined;
  return target === undefined ? line : line + statLine(node, "t", path, target.entry);
}

function walkLines(node: NodeDescription, system: FileSystem, path: string): string {
  const start = find(system, path, true);
  const below = start?.entry.type === "directory" ? namesBelow(system, start.path) : [];
  const walkBelow = (child: string): string =>
    find(system, child, false)?.entry.type === "link" ? statLines(node, system, child) : walkLines(node, system, child);
  return statLines(node, system, path) + below.map((name) => walkBelow(posix.join(path, name))).join("");
}

const orAbsent = (text: string): Answer => (text === "" ? absent : answered(text));

/** What every certificate holds whose text is not described: the recorded cluster's CA, valid for years. */
const { text: someCertificate } = nodeRecording("w1")["read /etc/kubernetes/pki/ca.crt"] as { readonly text: string };

/** @throws Error where a file is described without its text: a mistake in the description, not a fact about a node. */
function readAnswer(system: FileSystem, path: string): Answer {
  const found = find(system, path, true);
  if (found === undefined) return absent;
  if (found.entry.type !== "file") return failed("unparseable", "not a regular file");
  if (found.path.endsWith(".key") || found.entry.text?.includes("PRIVATE KEY"))
    return failed("withheld", "holds a private key");
  if (found.entry.text === undefined && /\.(crt|pem)$/.test(found.path)) return answered(someCertificate);
  if (found.entry.text === undefined) throw new Error(`describe the text of ${found.path}: a probe reads it`);
  return answered(found.entry.text);
}

function linesOf(process: DescribedProcess, index: number): string {
  const { argv, exe, comm, uid, cgroup, network, environment } = process;
  const seesHostFiles = process.root === undefined && !inContainer(process);
  const program = exe ?? argv[0] ?? "";
  if (!program.startsWith("/")) throw new Error(`no exe for ${argv[0]}`);
  // The kernel keeps 15 characters of a name.
  const name = (comm ?? posix.basename(program)).slice(0, 15);
  const variables = Object.entries(environment).flatMap(([key, value]) =>
    key.startsWith("ETCD_") ? [`${key}=${value}`] : [],
  );
  return processLines({
    pid: idOf(index),
    uid,
    network,
    files: seesHostFiles ? "host" : "other",
    comm: name,
    exe: program,
    cgroup: `0::${cgroup}`,
    argv,
    ...(name === "etcd" ? { env: variables } : {}),
  });
}

/** The command that systemd starts: the last ExecStart after the drop-ins, an empty one clears those before it. */
function execStart(texts: readonly string[]): string {
  const found = texts
    .join("\n")
    .replaceAll(/\\\n\s*/g, "")
    .match(/^ExecStart=.*$/gm);
  const command = found?.at(-1)?.slice("ExecStart=".length) ?? "";
  if (command === "") return "";
  const path = command.split(" ")[0];
  return `ExecStart={ path=${path} ; argv[]=${command} ; ignore_errors=no ; start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0 }\n`;
}

/** The first process of a unit; 0 where none runs. */
function mainPid({ processes }: NodeDescription, id: string): number {
  const index = processes.findIndex(({ cgroup }) => cgroup.endsWith(`/${id}`));
  return index < 0 ? 0 : idOf(index);
}

/** What `systemctl show` prints of a unit, in the order of reader.sh's properties. */
function unitBlock(node: NodeDescription, name: string): string {
  const [id, unit] =
    Object.entries(node.units).find(([known, { aliases }]) => known === name || aliases.includes(name)) ?? [];
  if (id === undefined || unit === undefined) {
    return `Id=${name}\nNames=${name}\nRequiredBy=\nWantedBy=\nLoadState=not-found\nActiveState=inactive\nSubState=dead\nFragmentPath=\nDropInPaths=\nUnitFileState=\n`;
  }
  return (
    execStart(unitTexts(node, unit)) +
    unit.environmentFiles
      .map(
        (file) => `EnvironmentFiles=${file.replace(/^-/, "")} (ignore_errors=${file.startsWith("-") ? "yes" : "no"})\n`,
      )
      .join("") +
    `Id=${id}\nNames=${[id, ...unit.aliases].join(" ")}\nRequiredBy=\n` +
    `WantedBy=${unit.enabled === "enabled" ? "multi-user.target" : ""}\nLoadState=loaded\nActiveState=${unit.active}\n` +
    `SubState=${unit.active === "active" ? "running" : "dead"}\nFragmentPath=${unit.fragment}\n` +
    `DropInPaths=${unit.dropIns.join(" ")}\nUnitFileState=${unit.enabled}\nMainPID=${mainPid(node, id)}\n`
  );
}

const unitTexts = (node: NodeDescription, { fragment, dropIns }: DescribedUnit): readonly string[] =>
  [fragment, ...dropIns].flatMap((path) => {
    const content = node.texts[path];
    return typeof content === "string" ? [content] : [];
  });

/** Files below a directory that hold a private key: those whose name or text says so. */
function keyLines(system: FileSystem, path: string): Answer {
  const start = find(system, path, true);
  if (start === undefined) return absent;
  const holders = [...system.entries].filter(
    ([name, { type, text }]) =>
      type === "file" && name.startsWith(`${start.path}/`) && (name.endsWith(".key") || text?.includes("PRIVATE KEY")),
  );
  const names = holders.map(([name]) => `${path}${name.slice(start.path.length)}/\n`);
  return answered(names.join(""));
}

const kubectlLines = ({ kubectl }: NodeDescription): string =>
  [
    "searched|/usr/local/bin",
    ...Object.entries(kubectl).map(([path, version]) => {
      const printed = JSON.stringify({ clientVersion: { gitVersion: version } });
      return `kubectl|ran|${path}\n>${printed}`;
    }),
    "",
  ].join("\n");

/** No node is described that has rsyslog or systemd-journal-upload: what the reader shows of them is not made up here. */
function forwardingAnswer(system: FileSystem, path: string): Answer {
  if (find(system, path, true) !== undefined) throw new Error(`described-node.ts shows nothing of ${path}`);
  return absent;
}

/** What a kubeconfig holds whose text is not described: a client certificate with its key, as kubeadm writes it. */
const someKubeconfig =
  'apiVersion: v1\nkind: Config\nclusters:\n- name: c\n  cluster:\n    server: "REDACTED"\nusers:\n- name: u\n  user:\n' +
  `    client-certificate-data: "${Buffer.from(someCertificate).toString("base64")}"\n    client-key-data: "REDACTED"\n`;

function kubeconfigAnswer(system: FileSystem, path: string): Answer {
  const found = find(system, path, true);
  if (found === undefined) return absent;
  return found.entry.type === "file"
    ? answered(found.entry.text ?? someKubeconfig)
    : failed("unparseable", "not a regular file");
}

/** A described node has no users but root, and nothing at home. */
function credentialLines(node: NodeDescription, system: FileSystem): string {
  const names = namesBelow(system, "/etc/kubernetes").filter((name) =>
    /\.conf$|kubeconfig$|^azure\.json$|^cloud[-_]config$/.test(name),
  );
  const lines = names.map((name) => statLines(node, system, `/etc/kubernetes/${name}`));
  return `${lines.join("")}home|0|/root/\n`;
}

/**
 * A session that answers as the described node would. The description is the whole node: what it does not name is
 * proven absent. A new verb gets its line in `answers` below.
 */
export function describedSession(node: NodeDescription): HostSession {
  const system = fileSystemOf(node);
  const answers: Readonly<Record<Verb, (argument: string) => Answer>> = {
    stat: (path) => orAbsent(statLines(node, system, path)),
    list: (path) => orAbsent(walkLines(node, system, path)),
    read: (path) => readAnswer(system, path),
    processes: () => answered(`complete|yes\n${node.processes.map(linesOf).join("")}`),
    kubectl: () => answered(kubectlLines(node)),
    keys: (path) => keyLines(system, path),
    filters: () => failed("unsupported", "packet filters are not described"),
    certificates: (path) => (find(system, path, true) === undefined ? absent : answered(someCertificate)),
    kubeconfig: (path) => kubeconfigAnswer(system, path),
    credentials: () => answered(credentialLines(node, system)),
    sockets: () => answered(socketLines(node, idOf)),
    labels: () => answered("complete|yes\n"),
    forwarding: (path) => forwardingAnswer(system, path),
    unit: (names) =>
      node.systemd
        ? answered(
            names
              .split(" ")
              .map((name) => unitBlock(node, name))
              .join("\n"),
          )
        : failed("unsupported", "systemd does not run this node"),
  };
  return {
    ask: async ({ verb, argument }) => {
      const answer = answers[verb];
      if (answer === undefined) throw new Error(`described-node.ts has no answer to the verb ${verb}`);
      return answer(argument);
    },
    failure: () => undefined,
    close: () => undefined,
  };
}
