import type { HostSession } from "../../src/connect/session.ts";
import { describedSession as nodeSession } from "./described-node.ts";
import type { NodeDescription } from "./node-description.ts";

/** A node of few words, for tests that build many: everything else is proven not to be there. */
export type DescribedHost = {
  /** Files by path: their text, with mode 0600. */
  readonly files?: Readonly<Record<string, string>>;
  readonly directories?: readonly string[];
  /** Paths that may not be looked at. */
  readonly denied?: readonly string[];
  readonly processes?: readonly DescribedProcess[];
  /** Units that run, with the file of each; empty where systemd names none. */
  readonly units?: Readonly<Record<string, string>>;
  /** EnvironmentFile= of each of them. */
  readonly environmentFiles?: readonly string[];
  /** False: systemd does not run the host. */
  readonly systemd?: false;
};

export type DescribedProcess = { readonly argv: readonly string[]; readonly exe?: string; readonly cgroup?: string };

/** The same in full: root's files, and processes that see them. */
const described = ({ files = {}, directories = [], ...host }: DescribedHost): NodeDescription => ({
  distribution: "",
  madeFrom: "documentation",
  follows: [],
  role: "worker",
  ssh: { stage: "ready", outcome: "connected", message: "" },
  systemd: host.systemd ?? true,
  users: {},
  files: [
    ...Object.keys(files).map((path) => `0600 root:root ${path}`),
    ...directories.map((path) => `0755 root:root ${path}/`),
  ],
  texts: files,
  processes: (host.processes ?? []).map(({ argv, exe, cgroup = "/system.slice/x.service" }) => ({
    argv: [...argv],
    exe: exe ?? argv[0]?.split(" ")[0]?.replace(/^(?!\/)/, "/usr/bin/"),
    cgroup,
    uid: 0,
    network: "host",
    environment: {},
  })),
  units: Object.fromEntries(
    Object.entries(host.units ?? {}).map(([name, fragment]) => [
      name,
      {
        fragment,
        dropIns: [],
        environmentFiles: [...(host.environmentFiles ?? [])],
        active: "active",
        enabled: "enabled",
        aliases: [],
      },
    ]),
  ),
  sockets: [],
  kubectl: {},
});

/** A session with such a node. */
export function describedSession(host: DescribedHost): HostSession {
  const session = nodeSession(described(host));
  return {
    ...session,
    ask: async (request) =>
      host.denied?.includes(request.argument) === true
        ? { state: "failed", cause: "permission-denied", message: "Permission denied" }
        : session.ask(request),
  };
}
