import type { Status } from "../../../src/findings/verdict.ts";
import type { LabNode } from "../audited-node.ts";

/** Rules that must change, and to what; all others must stay as they are. */
export type Changes = Readonly<Record<string, Status>>;

/** The answers of the lab's API server, by path. */
export type ApiAnswers = Readonly<Record<string, unknown>>;

/** One thing changed on one node, and which rules must say so: exactly these, and nothing else may change. */
export type Mutation = {
  readonly what: string;
  readonly node: LabNode;
  /**
   * What is changed, the first `$F` in the texts; put back afterwards with mode, owner and content, or removed if it was
   * not there.
   */
  readonly files?: readonly string[];
  /** Shell text that makes the change. */
  readonly change?: string;
  /** Shell text that undoes what putting the file back does not. */
  readonly undo?: string;
  /** What the API server answers meanwhile. */
  readonly api?: (answers: ApiAnswers) => ApiAnswers;
  readonly literal: Changes;
  /** As `literal` where it is not given. */
  readonly effective?: Changes;
  /** What the reasons of rules must say, whether or not their status changes. */
  readonly says?: Readonly<Record<string, RegExp>>;
};

/** All the rules given, open. */
export const opens = (...vulnIds: readonly string[]): Changes => Object.fromEntries(vulnIds.map((id) => [id, "open"]));

/** All the rules given, Not Reviewed. */
export const unseen = (...vulnIds: readonly string[]): Changes =>
  Object.fromEntries(vulnIds.map((id) => [id, "not_reviewed"]));

/** Nothing changes: what looks like a finding is none, or what looks broken still passes. */
export const nothing: Changes = {};

/** Where the lab's nodes have their static pods. */
export const manifests = "/etc/kubernetes/manifests";

/** Shell functions that every change may use. */
const functions = `
# restart UNIT PROGRAM: and wait until it is the program that runs, not what starts it
restart() {
  systemctl reset-failed "$1" 2>/dev/null || true
  systemctl restart "$1"
  runs "$1" "$2"
}
restart_pod() { restart "lab-pod@$1" "/usr/local/bin/$1"; }
runs() { until [ "$(readlink "/proc/$(systemctl show -P MainPID "$1")/exe")" = "$2" ]; do :; done; }
# listens HEX-ADDRESS:HEX-PORT: as /proc/net/tcp shows it
listens() { grep -q ": $1 " /proc/net/tcp; }
keep() {
  rm -rf /run/kept; mkdir /run/kept
  for file; do
    if [ -d "$file" ]; then
      mkdir -p "/run/kept$file"
      chown --reference="$file" "/run/kept$file"
    elif [ -e "$file" ]; then cp -a --parents "$file" /run/kept; fi
  done
}
put_back() {
  for file; do
    if [ -L "$file" ] || ! [ -e "/run/kept$file" ]; then rm -rf "$file"; fi
    if [ -d "/run/kept$file" ]; then chown --reference="/run/kept$file" "$file"
    elif [ -e "/run/kept$file" ]; then cp -a "/run/kept$file" "$file"; fi
  done
}
`;

/** Shell text that keeps the files and makes the change, and one that puts all back. */
export function scriptsOf({ files = [], change = "", undo = "" }: Mutation): {
  readonly breaks: string;
  readonly mends: string;
} {
  const head = `set -e\nF=${files[0] ?? ""}\n${functions}`;
  const names = files.join(" ");
  return { breaks: `${head}\nkeep ${names}\n${change}\n`, mends: `${head}\nput_back ${names}\n${undo}\n` };
}
