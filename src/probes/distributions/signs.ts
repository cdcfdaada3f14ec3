import { baseName } from "../../evidence/base-name.ts";
import type { FileStat } from "../../evidence/files.ts";
import type { Observed, Unknown } from "../../evidence/observed.ts";
import { onceFor } from "../../evidence/once-for.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import type { UnitState } from "../../evidence/ssh.ts";
import type { Signs } from "./distribution.ts";

/** Everything that was looked at to recognise a distribution. */
export type Looked = {
  readonly paths: ReadonlyMap<string, Observed<FileStat>>;
  readonly processes: Observed<readonly HostProcess[]>;
  readonly units: Observed<readonly UnitState[]>;
  /** ID of /etc/os-release. Absent: no such file, or none in it. */
  readonly osId: Observed<string>;
};

/** Signs that were seen, as people read them, and what could not be looked at. */
export type SignsSeen = { readonly seen: readonly string[]; readonly unseen: readonly Unknown[] };

/**
 * The words of a command line, a blank behind each, its program without its directory. K3s and RKE2 write their title over
 * their arguments, all in the first one: words are parted at blanks.
 */
const wordsOf = onceFor((argv: HostProcess["argv"]): string => {
  const [first = "", ...rest] = argv.flatMap((word) => word.split(/\s+/)).filter((word) => word !== "");
  return [baseName(first), ...rest, ""].join(" ");
});

/** Whether a process starts with such words, a blank between them; where it is one, its file may have that name. */
export function startsWith({ argv, exe, hostNetwork }: HostProcess, words: string): boolean {
  // Those in a network of their own belong to clusters nested in pods: vcluster runs `k3s server` there.
  if (!hostNetwork) return false;
  return wordsOf(argv).startsWith(`${words} `) || (!words.includes(" ") && baseName(exe) === words);
}

const unitOf = (units: Observed<readonly UnitState[]>, name: string): UnitState | undefined =>
  units.state === "present" ? units.value.find(({ id }) => id === name) : undefined;

const isKnown = (unit: UnitState | undefined): boolean => unit !== undefined && unit.loadState !== "not-found";

/** Whether systemd runs a unit. */
export const isActive = (units: Observed<readonly UnitState[]>, name: string): boolean =>
  ["active", "activating", "reloading"].includes(unitOf(units, name)?.activeState ?? "");

/** Whether systemd runs a unit, or will at the next boot. */
export const isWanted = (units: Observed<readonly UnitState[]>, name: string): boolean =>
  isActive(units, name) || unitOf(units, name)?.unitFileState === "enabled";

const onlyUnknown = (...looks: readonly (Observed<unknown> | undefined)[]): readonly Unknown[] =>
  looks.flatMap((look) => (look?.state === "unknown" ? [look] : []));

/**
 * The signs among those wanted that were seen. A node without systemd shows no unit, which hides nothing: every
 * distribution with a unit of its own has paths of its own.
 */
export function signsSeen(wanted: Signs, looked: Looked): SignsSeen {
  const { paths = [], processes = [], units = [], osIds = [] } = wanted;
  const running = looked.processes.state === "present" ? looked.processes.value : [];
  const { osId } = looked;
  return {
    seen: [
      ...processes
        .filter((words) => running.some((process) => startsWith(process, words)))
        .map((words) => `the process ${words}`),
      ...paths.filter((path) => looked.paths.get(path)?.state === "present"),
      ...units.filter((name) => isKnown(unitOf(looked.units, name))),
      ...osIds.filter((id) => osId.state === "present" && osId.value === id).map((id) => `ID=${id} in /etc/os-release`),
    ],
    unseen: [
      ...(processes.length > 0 ? onlyUnknown(looked.processes) : []),
      ...onlyUnknown(...paths.map((path) => looked.paths.get(path))),
      ...(osIds.length > 0 ? onlyUnknown(osId) : []),
    ],
  };
}
