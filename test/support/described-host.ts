import type { Answer, HostSession, Request } from "../../src/connect/session.ts";

/** What a host has, as much as a test needs: everything else is proven not to be there. */
export type DescribedHost = {
  /** Files by path: their text, with mode 0600. */
  readonly files?: Readonly<Record<string, string>>;
  /** Directories with nothing to list in them but the files above. */
  readonly directories?: readonly string[];
  /** Paths that may not be looked at. */
  readonly denied?: readonly string[];
  readonly processes?: readonly DescribedProcess[];
  /** Units that run, with properties beside their state. */
  readonly units?: Readonly<Record<string, readonly string[]>>;
  /** False: systemd does not run the host. */
  readonly systemd?: false;
};

export type DescribedProcess = {
  readonly pid: number;
  readonly argv: readonly string[];
  readonly exe?: string;
  readonly cgroup?: string;
};

const answered = (text: string): Answer => ({ state: "answered", payload: Buffer.from(text, "latin1") });
const absent: Answer = { state: "absent" };

const statLine = (path: string, mode: string): string => `e|${mode}|0|0|root|root|${path}/\n`;
const base64 = (text: string): string => Buffer.from(text).toString("base64");

const processLine = ({
  pid,
  argv,
  exe = argv[0] ?? "",
  cgroup = "/system.slice/x.service",
}: DescribedProcess): string =>
  `p|${pid}|0|host|${base64(`${argv[0]}\n`)}|${base64(`${exe}\n`)}|${base64(`0::${cgroup}\n`)}|${base64(`${argv.join("\0")}\0`)}|host`;

function unitBlocks({ units = {}, systemd }: DescribedHost, names: string): Answer {
  if (systemd === false) return { state: "failed", cause: "unsupported", message: "systemd does not run this node" };
  const blocks = names.split(" ").map((name) => {
    const given = units[name];
    if (given === undefined) return `Id=${name}\nLoadState=not-found\nActiveState=inactive\nUnitFileState=\n`;
    return `Id=${name}\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled\n${given.map((line) => `${line}\n`).join("")}`;
  });
  return answered(blocks.join("\n"));
}

/** A session with a host that is only described: processes see the host's own files. */
export function describedSession(host: DescribedHost): HostSession {
  const { files = {}, directories = [], denied = [] } = host;
  const isFolder = (path: string) =>
    directories.includes(path) || Object.keys(files).some((file) => file.startsWith(`${path}/`));
  const below = (path: string) => Object.keys(files).filter((file) => file.startsWith(`${path}/`));
  const stat = (path: string): Answer => {
    if (path in files) return answered(statLine(path, "8180"));
    return isFolder(path) ? answered(statLine(path, "41ed")) : absent;
  };
  const look = ({ verb, argument }: Request): Answer => {
    const path = argument.replace(/^\/proc\/\d+\/root/, "");
    if (denied.includes(path)) return { state: "failed", cause: "permission-denied", message: "Permission denied" };
    switch (verb) {
      case "processes":
        return answered(["complete|yes", ...(host.processes ?? []).map(processLine)].join("\n"));
      case "sockets":
      case "kubectl":
      case "keys":
        return { state: "failed", cause: "unsupported", message: "not described" };
      case "unit":
        return unitBlocks(host, argument);
      case "read":
        return path in files ? answered(files[path] ?? "") : absent;
      case "list":
        if (!isFolder(path)) return absent;
        return answered(
          statLine(path, "41ed") +
            below(path)
              .map((file) => statLine(file, "8180"))
              .join(""),
        );
      case "stat": {
        const seen = stat(path);
        return seen.state === "answered" && path !== argument
          ? answered(statLine(argument, path in files ? "8180" : "41ed"))
          : seen;
      }
    }
  };
  return { ask: async (request) => look(request), failure: () => undefined, close: () => undefined };
}
