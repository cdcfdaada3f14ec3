import { baseName } from "../../evidence/base-name.ts";
import type { ContainerEngine } from "../../evidence/host-state.ts";
import { knownServices } from "../../evidence/known-services.ts";
import {
  entriesSeen,
  firstUnknown,
  type Observed,
  present,
  type Source,
  unknown,
  valuesSeen,
} from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import type { UnitState } from "../../evidence/ssh.ts";
import { type Ask, askToKeep } from "../ask.ts";
import { processCalled } from "../meant-paths.ts";
import { type UnitWithProcess, unitsWithProcess } from "../parse/systemctl-show.ts";
import { statPath } from "./stat.ts";

const names = Object.keys(knownServices);

// Started by K3s, RKE2 and k0s as their children; a rootless K3s has everything in a network of its own but itself.
const enginePrograms = ["containerd", "crio", "dockerd"];

/** The known services of a node that systemd knows, and as whom the container engines run. */
export async function probeServices(
  ask: Ask,
  asked: Promise<Observed<readonly HostProcess[]>>,
): Promise<{
  readonly services: Observed<readonly UnitState[]>;
  readonly engines: Observed<readonly ContainerEngine[]>;
}> {
  const asking = ask({ verb: "unit", argument: names.join(" ") }, (payload) =>
    unitsWithProcess(payload.toString("utf8"), names),
  );
  const units = named(await asking);
  const processes = await asked;
  const engines = await probeEngines(ask, units, processes);
  if (units.state !== "present") return { services: units, engines };
  const known = units.value.filter(({ state }) => state.loadState !== "not-found").map(({ state }) => state);
  return { services: present(known, units.source), engines };
}

/** Every node's evidence would repeat the names of all units otherwise. */
const named = <T>(seen: Observed<T>): Observed<T> => ({
  ...seen,
  source: { ...seen.source, request: "systemctl show of known services" },
});

const isActive = ({ state }: UnitWithProcess): boolean => state.activeState === "active";
const isEngine = ({ state }: UnitWithProcess): boolean => knownServices[state.id]?.kind === "runs containers";

async function probeEngines(
  ask: Ask,
  units: Observed<readonly UnitWithProcess[]>,
  processes: Observed<readonly HostProcess[]>,
): Promise<Observed<readonly ContainerEngine[]>> {
  if (processes.state !== "present") return processes;
  const running = entriesSeen(units).filter((unit) => isEngine(unit) && (unit.mainPid > 0 || isActive(unit)));
  const owners = await Promise.all(running.map((unit) => ownerOf(ask, unit, units.source)));
  const unseen = firstUnknown(owners);
  if (unseen !== undefined) return unseen;
  const ended = owners.find(({ state }) => state === "absent");
  if (ended !== undefined) return unknown("not-collected", "the container engine has ended meanwhile", ended.source);
  const found = [...valuesSeen(owners), ...processes.value.flatMap(engineOf)];
  // Nothing else was looked at where systemd does not run.
  if (found.length === 0 && units.state === "unknown") return units;
  const unique = new Map(found.map((engine) => [`${engine.program} ${engine.uid}`, engine]));
  return present(
    [...unique].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, engine]) => engine),
    processes.source,
  );
}

/** Asks ahead of time whose the usual container engines are; the answers are kept. */
export const askUsualEngines = (ask: Ask): Promise<unknown> =>
  askToKeep(
    ask,
    ...(["containerd", "crio"] as const).map((name) => ({ verb: "stat", argument: processCalled(name) }) as const),
  );

/** The owner of a process's directory is its effective user, or root where the process hides itself (proc(5)). */
async function ownerOf(
  ask: Ask,
  { state, mainPid }: UnitWithProcess,
  units: Source,
): Promise<Observed<ContainerEngine>> {
  if (mainPid === 0) return unknown("unsupported", `systemd does not know the main process of ${state.id}`, units);
  const path = `/proc/${mainPid}`;
  const stat = await statPath(ask, path);
  const source = { ...stat.source, request: "stat /proc/PID" };
  if (stat.state === "unknown") return unknown(stat.reason, stat.message.replaceAll(path, "/proc/PID"), source);
  if (stat.state === "absent") return { state: "absent", source };
  return present({ program: knownServices[state.id]?.product ?? state.id, uid: stat.value.uid }, source);
}

function engineOf({ exe, argv, uid, hostNetwork }: HostProcess): readonly ContainerEngine[] {
  const program = baseName(exe);
  if (!hostNetwork) return [];
  if (program === "k3s" && argv.includes("--rootless")) return [{ program: "K3s, rootless", uid }];
  return enginePrograms.includes(program) ? [{ program, uid }] : [];
}
