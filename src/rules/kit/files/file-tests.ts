import type { FileStat } from "../../../evidence/files.ts";
import { resolved } from "./selection.ts";

/** What a file must be like. */
export type FileTest = {
  /** `undefined`: the test says nothing about entries of this type. */
  readonly holds: (entry: FileStat) => boolean | undefined;
  /** What is shown of a file. */
  readonly show: (entry: FileStat) => string;
  /** "mode 0644 or fewer bits". */
  readonly expected: string;
  /** How a person makes it so. */
  readonly remedy: string;
};

const octal = (mode: number): string => mode.toString(8).padStart(4, "0");
const showMode = (entry: FileStat): string => octal(resolved(entry).mode);
const hasOnly = (entry: FileStat, limit: number): boolean => (resolved(entry).mode & ~limit) === 0;

/**
 * Permission bits within a limit: not a number compared but a mask, so 0633 exceeds 0644. Of regular files only:
 * directories need x, and a link's own mode is always 0777.
 */
export const modeWithin = (limit: number): FileTest => ({
  holds: (entry) => (resolved(entry).type === "file" ? hasOnly(entry, limit) : undefined),
  show: showMode,
  expected: `mode ${octal(limit)} or fewer bits`,
  remedy:
    `Run chmod ${octal(limit).slice(1)} on the files that show more bits; on files only and never with -R, for ` +
    "directories need x.",
});

/** The same of directories. */
export const directoryModeWithin = (limit: number): FileTest => ({
  holds: (entry) => (resolved(entry).type === "directory" ? hasOnly(entry, limit) : undefined),
  show: showMode,
  expected: `directory mode ${octal(limit)} or fewer bits`,
  remedy: `Run chmod ${octal(limit).slice(1)} on the directory itself.`,
});

/** Whose an entry is, for people: `root:root (0:0)`. */
export const describeOwner = (entry: FileStat): string => `${entry.user}:${entry.group} (${entry.uid}:${entry.gid})`;

const showOwner = (entry: FileStat): string =>
  entry.target === undefined || entry.target === "dangling"
    ? describeOwner(entry)
    : `${describeOwner(entry)} -> ${describeOwner(entry.target)}`;

// A link's own owner counts too: whoever owns it can lead it elsewhere.
const ofLinkAndTarget = (entry: FileStat, test: (one: FileStat) => boolean): boolean =>
  test(entry) && test(resolved(entry));

/** uid 0 and gid 0, compared as numbers, of a link and of what it leads to. */
export const ownedByRoot: FileTest = {
  holds: (entry) => ofLinkAndTarget(entry, (one) => one.uid === 0 && one.gid === 0),
  show: showOwner,
  expected: "owner root:root",
  remedy: "Run chown root:root on the files that show another owner (chown -h on a symbolic link itself).",
};

// Root's files stay root's whatever else the node calls it.
const byName = (one: FileStat): boolean => one.user === "etcd" && one.group === "etcd" && one.uid !== 0;

/** User etcd and group etcd, by the node's own names. */
export const ownedByEtcd: FileTest = {
  holds: (entry) => ofLinkAndTarget(entry, byName),
  show: showOwner,
  expected: "owner etcd:etcd",
  remedy: "Run chown etcd:etcd on the files that show another owner.",
};

/**
 * etcd:etcd, or a user without that name that etcd runs as, never root. `user` undefined: not known, so that a file of
 * another name can only be called wrong where it is root's.
 */
export const ownedByEtcdOrUser = (user: number | undefined): FileTest => {
  const test = (one: FileStat): boolean | undefined => {
    if (one.uid === 0) return false;
    if (one.user === "etcd") return one.group === "etcd";
    return user === undefined ? undefined : one.uid === user;
  };
  return {
    ...ownedByEtcd,
    expected: "owner etcd:etcd, or the user that etcd runs as",
    holds(entry) {
      const both = [test(entry), test(resolved(entry))];
      if (both.includes(false)) return false;
      return both.includes(undefined) ? undefined : true;
    },
  };
};
