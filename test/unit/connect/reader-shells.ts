import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readerAsSent, readerSource } from "../../../src/connect/reader.ts";
import { requireTools } from "../../support/lab-requirements.ts";
import type { Shell } from "./ask-reader.ts";

/** One shell with one set of tools to run reader.sh under: as it is sent, and as a file that can sweep too. */
export type ReaderShell = {
  readonly name: string;
  readonly shell: Shell;
  readonly source: string;
  readonly file: string;
};

const own = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

/** The reader with another PATH: on a real node of that kind, its own PATH leads to those tools. */
export const sourceWithPath = (path: string, source = readerAsSent): string => {
  if (!source.includes(own)) throw new Error("reader.sh no longer sets its PATH as this test expects");
  return source.replace(own, `PATH=${path}`);
};

function busyboxApplets(): string {
  const directory = mkdtempSync(join(tmpdir(), "plimsoll-busybox-"));
  execFileSync("busybox", ["--install", "-s", directory]);
  chmodSync(directory, 0o755);
  return directory;
}

/** The shells and tools of the distributions that run Kubernetes: Debian's dash, RHEL's bash, Alpine's BusyBox. */
export function readerShells(): readonly ReaderShell[] {
  const shells: ReaderShell[] = [];
  const asItIs = { source: readerAsSent, file: readerSource };
  // Where /bin/sh is dash, dash is not asked a second time.
  if (!realpathSync("/bin/sh").endsWith("/dash")) shells.push({ name: "sh", shell: ["/bin/sh", "-s"], ...asItIs });
  if (requireTools("reader.sh under dash", [{ command: "dash", package: "dash" }]))
    shells.push({ name: "dash", shell: ["dash", "-s"], ...asItIs });
  if (requireTools("reader.sh under bash", [{ command: "bash", package: "bash" }]))
    shells.push({ name: "bash as sh", shell: ["bash", "--posix", "-s"], ...asItIs });
  if (requireTools("reader.sh under BusyBox", [{ command: "busybox", package: "busybox" }])) {
    const applets = busyboxApplets();
    const [source, file] = [readerAsSent, readerSource].map((each) => sourceWithPath(applets, each)) as [
      string,
      string,
    ];
    shells.push({ name: "BusyBox", shell: ["busybox", "sh", "-s"], source, file });
  }
  return shells;
}

const others = [
  { name: "ksh93", package: "ksh93u+m", shell: ["ksh93", "-s"] },
  { name: "mksh", package: "mksh", shell: ["mksh", "-s"] },
  { name: "yash", package: "yash", shell: ["yash", "-o", "posixly-correct", "-s"] },
] as const satisfies readonly { readonly name: string; readonly package: string; readonly shell: Shell }[];

/** Shells that somebody may have put in the place of /bin/sh, and of which no distribution does. */
export const otherReaderShells = (): readonly ReaderShell[] =>
  others
    .filter(({ name, shell, package: debian }) =>
      requireTools(`reader.sh under ${name}`, [{ command: shell[0], package: debian }]),
    )
    .map(({ name, shell }) => ({ name, shell, source: readerAsSent, file: readerSource }));

/** Puts the reader into the shoes of a user who may not read everything. */
export function unprivileged(shell: Shell): Shell {
  if (process.getuid?.() !== 0) return shell;
  return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", ...shell];
}
