import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { atConsole, labFolder } from "./services.mjs";

/** All of a node that can hold what somebody wrote: by path, what stat says of it and, of a file, its digest. */
export type Traces = ReadonlyMap<string, string>;

// Of each entry: type, mode, owner, size, times of change; of files, what is in them. A node of the lab is an overlay: what
// was written on its disk since it was made is in the upper folder, deletions as character devices.
const entries = String.raw`-printf '%p\t%y %m %U:%G %s %T@ %C@ %l\n'`;
const digests = "-type f -exec sha256sum {} +";

/** What was written on a node's disk since it was made, and all of its memory file systems. */
export function tracesOn(node: string): Traces {
  const upper = join(labFolder, "nodes", node, "upper");
  const onDisk = execFileSync("sh", ["-c", `find . ${entries}; find . ${digests}`], { cwd: upper, ...large });
  // The kernel's own (proc, sysfs, cgroup) are not written to disk or memory; /run/host is nspawn's, of the machine.
  const inMemory = atConsole(
    node,
    `points=$(awk '$3 == "tmpfs" && $2 !~ "^/(proc|sys|run/host)" { print $2 }' /proc/mounts | sort -u)
     for point in $points; do find $point -xdev ${entries}; find $point -xdev ${digests}; done 2>/dev/null`,
    "",
  ).toString();
  const disk = linesOf(onDisk).map(([path, word]) => [path.replace(/^\.(?=$|\/)/, "") || "/", word] as const);
  const traces = new Map<string, string>();
  for (const [path, word] of [...disk, ...linesOf(inMemory)]) traces.set(path, `${traces.get(path) ?? ""} ${word}`);
  return traces;
}

const large = { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 } as const;

const linesOf = (text: string): readonly (readonly [string, string])[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [, digest, file] = /^([0-9a-f]{64}) {2}(.*)$/.exec(line) ?? [];
      if (digest !== undefined && file !== undefined) return [file, digest];
      const [path = "", ...words] = line.split("\t");
      return [path, words.join(" ")];
    });

/** The paths at which two looks differ, in order. */
function differences(before: Traces, after: Traces): readonly string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).toSorted();
}

/** What is written where somebody logs in, whatever is then run. No terminal is asked for, so neither wtmp nor lastlog. */
const ofLogins: readonly (readonly [RegExp, string])[] = [
  [/^\/var\/log\/journal\//, "journald: sshd's and sudo's log of the login"],
  [/^\/run(\/motd\.dynamic)?$/, "pam_motd: the message of the day, made anew"],
  [/^\/run\/sudo(\/|$)/, "sudo: when it last asked this user for a password"],
];

/** What an audit left on a node: what logins leave by its name, everything else by its path. */
export function leftBetween(before: Traces, after: Traces): readonly string[] {
  const left = differences(before, after).map((path) => ofLogins.find(([pattern]) => pattern.test(path))?.[1] ?? path);
  return [...new Set(left)].toSorted();
}
