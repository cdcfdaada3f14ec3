import type { Listener } from "../../../evidence/listeners.ts";
import type { Observed, Source } from "../../../evidence/observed.ts";
import type { HostProcess } from "../../../evidence/processes.ts";
import { generatedSshUnits, type SshDaemons, type UnitState } from "../../../evidence/ssh.ts";
import { notAFinding, notReviewed, open, type Seen, type Verdict, worst } from "../../../findings/verdict.ts";
import { besideListeners } from "./ssh-listener.ts";

/** The names that distributions give the SSH server's units; a table without one of them proves nothing. */
const sshUnits = [
  "sshd.service",
  "ssh.service",
  "sshd.socket",
  "ssh.socket",
  "dropbear.service",
  "dropbear.socket",
] as const;

const ofServers = (units: readonly UnitState[]): readonly UnitState[] =>
  units.filter(({ id }) => (sshUnits as readonly string[]).includes(id));

/** What one unit's state means for a rule. */
type Meaning = "open" | "fine" | "unclear";

const showUnit = (unit: UnitState, source: Source): Seen => ({
  what: unit.id,
  value:
    `LoadState=${unit.loadState} ActiveState=${unit.activeState} UnitFileState=${unit.unitFileState || "(empty)"}` +
    (unit.wantedBy === undefined ? "" : ` WantedBy=${unit.wantedBy.join(" ") || "(empty)"}`),
  source,
});

/** Sockets by which systemd starts sshd for the node's own users, its containers' or its hypervisor's, never for its network. */
export function judgeGenerated(units: readonly UnitState[], source: Source): Verdict {
  const found = units.filter(({ id }) => (generatedSshUnits as readonly string[]).includes(id));
  const unasked = generatedSshUnits.filter((name) => !found.some(({ id }) => id === name));
  const there = found.filter(({ loadState }) => !["not-found", "masked"].includes(loadState));
  const seen = there.map((unit) => showUnit(unit, source));
  if (there.length > 0) {
    const names = there.map(({ id }) => id).join(", ");
    return notReviewed(
      `systemd has ${names}, which starts sshd without a network: whether that may be is for a person.`,
      seen,
    );
  }
  return unasked.length > 0
    ? notReviewed(`systemd did not say what ${unasked.join(", ")} is.`)
    : notAFinding("systemd has made no socket of its own for sshd.");
}

/** The verdict on all units in the table; `state` says which word of a unit is judged. */
export function judgeUnits(
  all: readonly UnitState[],
  source: Source,
  state: { readonly of: (unit: UnitState) => string; readonly means: (unit: UnitState) => Meaning },
): Verdict {
  const units = ofServers(all);
  const unasked = sshUnits.filter((name) => !units.some(({ id }) => id === name));
  const named = (meaning: Meaning) =>
    units
      .filter((unit) => state.means(unit) === meaning)
      .map((unit) => `${unit.id} is ${state.of(unit) || "without a state"}`);
  const seen = units.map((unit) => showUnit(unit, source));
  const [isOpen, isUnclear] = [named("open"), named("unclear")].map((found) => [...new Set(found)].join(", "));
  if (isOpen) return open(`${isOpen}.`, seen);
  if (isUnclear) return notReviewed(`${isUnclear}.`, seen);
  if (unasked.length > 0) return notReviewed(`systemd did not say what ${unasked.join(", ")} is.`, seen);
  const found = units
    .filter(({ loadState }) => loadState !== "not-found")
    .map((unit) => `${unit.id} is ${state.of(unit)}`);
  return notAFinding(`${[...new Set(found)].join(", ") || "systemd knows no unit of an SSH server"}.`, seen);
}

/** Whether a unit runs, or listens: anything but a clear no is a yes. */
const activity = {
  of: (unit: UnitState): string => unit.activeState,
  means(unit: UnitState): Meaning {
    if (unit.activeState === "") return "unclear";
    return ["inactive", "failed"].includes(unit.activeState) ? "fine" : "open";
  },
};

const startedAtBoot = ["enabled", "enabled-runtime", "linked", "linked-runtime", "alias", "generated"];
const neverStarted = ["masked", "masked-runtime", "not-found"];
// Their own words only say that no link in /etc or /run starts them: one below /usr does too (Flatcar's sshd.socket). The sockets
// that could start a service have rows of their own.
const startedByOthers = ["disabled", "static", "indirect"];
// What is reached at boot, rescue.target, emergency.target and Debian's rescue-ssh.target aside.
const isReachedAtBoot = (unit: string): boolean => /^(?!rescue|emergency).*\.target$/.test(unit);

/** What a unit that starts by others alone means by those. */
function byStarters({ wantedBy }: UnitState): Meaning {
  if (wantedBy === undefined) return "unclear";
  if (wantedBy.some(isReachedAtBoot)) return "open";
  return wantedBy.length === 0 ? "fine" : "unclear";
}

const starters = ({ wantedBy }: UnitState): string =>
  wantedBy === undefined ? ", and what wants it was not asked for" : `, but wanted by ${wantedBy.join(", ")}`;

const ownState = (unit: UnitState): string => (unit.loadState === "not-found" ? "not-found" : unit.unitFileState);

/** Whether a unit starts at boot, by its UnitFileState and by what wants it. */
export const enablement = {
  of(unit: UnitState): string {
    const state = ownState(unit);
    return startedByOthers.includes(state) && byStarters(unit) !== "fine" ? state + starters(unit) : state;
  },
  means(unit: UnitState): Meaning {
    const state = ownState(unit);
    if (startedAtBoot.includes(state)) return "open";
    if (startedByOthers.includes(state)) return byStarters(unit);
    return neverStarted.includes(state) ? "fine" : "unclear";
  },
};

// Control groups of Kubernetes, Docker, CRI-O, containerd, Podman, LXC and systemd-nspawn containers.
const containerGroup =
  /kubepods|\/docker[-/]|cri-containerd|crio-|\/containerd\/|libpod|\/lxc|lxc\.payload|machine\.slice/;

/** Whose an SSH daemon is: the node's, a container's, or not to be told from its control group and network. */
function ownerOf(process: HostProcess): "node" | "container" | "unclear" {
  const isInContainer = containerGroup.test(process.cgroup);
  if (isInContainer) return process.hostNetwork ? "unclear" : "container";
  return process.hostNetwork ? "node" : "unclear";
}

/** Each daemon once: how many processes and sessions there are, and in which groups, differs from minute to minute. */
function showProcesses(processes: readonly HostProcess[], source: Source): readonly Seen[] {
  const shown = processes.map((process): [string, Seen] => {
    const what = `process ${process.comm} of ${ownerOf(process)}`;
    const value = process.exe || (process.argv[0] ?? "");
    return [`${what} ${value}`, { what, value, source: { ...source, pid: process.pid } }];
  });
  return [...new Map(shown.toReversed()).values()].toReversed();
}

/** The verdict on SSH daemons that run: a container's own is not the node's service. */
function judgeProcesses(processes: readonly HostProcess[], source: Source): Verdict {
  const seen = showProcesses(processes, source);
  const owned = (owner: "node" | "unclear") => [
    ...new Set(processes.filter((process) => ownerOf(process) === owner).map(({ comm }) => comm)),
  ];
  const [own, unclear] = [owned("node"), owned("unclear")];
  if (own.length > 0) return open(`The node runs ${own.join(", ")}.`, seen);
  if (unclear.length > 0) {
    return notReviewed(`${unclear.join(", ")} runs, but whether it serves the node or a container is not clear.`, seen);
  }
  return notAFinding("No SSH daemon of the node runs.", seen);
}

/** A daemon or a socket of the node that no unit explains: something that systemd does not show starts it. */
export function judgeStarter(
  { units, processes }: SshDaemons,
  source: Source,
  listeners: Observed<readonly Listener[]>,
): Verdict {
  const running = judgeProcesses(processes, source);
  const fine = notAFinding("Nothing besides systemd starts an SSH daemon.");
  if (ofServers(units).some((unit) => activity.means(unit) === "open")) return fine;
  if (running.status === "not_a_finding") return besideListeners(fine, listeners);
  return notReviewed(`${running.reason} No unit of systemd is active that would start it.`, running.seen);
}

/** Units and processes together. */
export const judgeDaemons = ({ units, processes }: SshDaemons, source: Source): Verdict =>
  worst([judgeUnits(units, source, activity), judgeProcesses(processes, source)]);
