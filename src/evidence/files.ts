import type { Observed } from "./observed.ts";

/** What lstat(2) calls an entry. */
export type FileType = "file" | "directory" | "symlink" | "other";

/** What lstat says of one entry; `target` is what stat says of the file that a link leads to. */
export type FileStat = {
  readonly path: string;
  readonly type: FileType;
  /** Permission bits, st_mode & 07777. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Names as the node knows them; `UNKNOWN` where it knows none. */
  readonly user: string;
  readonly group: string;
  readonly target?: FileStat | "dangling";
};

/** A file that something names: by a fixed path of the STIG's text, or by a flag. */
export type NamedFile = {
  readonly path: string;
  /** What names it, in words: "the check text", "--config of the kubelet". */
  readonly namedBy: string;
  readonly stat: Observed<FileStat>;
  /** The `kind:` that the file says it is, where that is another than its name lets expect. */
  readonly otherKind?: string;
};

/** How a file is marked that no flag but the check text names. */
export const namedByText = "the check text";

/** Everything below a directory, the directory itself first. Entries that vanished during the walk are left out. */
export type Walk = { readonly root: string; readonly entries: readonly FileStat[] };

/** A directory that etcd writes to. */
export type EtcdDirectory = { readonly holds: "data" | "log"; readonly walk: Observed<Walk> };

/** A YAML or JSON file that a flag of the API server or of etcd names, as data. Secrets were removed on the node. */
export type ParsedFile = {
  /** The path that the flag gives: a path in the container, where a manifest starts the component. */
  readonly path: string;
  /** The file on the host that was read. */
  readonly file: string;
  readonly content: unknown;
};
