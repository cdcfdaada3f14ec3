import { baseName } from "../../evidence/base-name.ts";
import { absent, entriesSeen, type Observed, present, unknown } from "../../evidence/observed.ts";
import type { ComponentName, HostProcess, Invocation, Mount } from "../../evidence/processes.ts";
import { generatedSshUnits, type SshDaemons, type UnitState } from "../../evidence/ssh.ts";
import type { Ask } from "../ask.ts";
import { componentOf } from "../parse/component-command.ts";
import { parseProcesses } from "../parse/process-lines.ts";
import { unitStates } from "../parse/systemctl-show.ts";

/** The Kubernetes and SSH processes of a node, in one request. */
export const probeProcesses = (ask: Ask): Promise<Observed<readonly HostProcess[]>> =>
  ask({ verb: "processes", argument: "" }, parseProcesses);

/** Whether a process is the component, by its command line or its executable. */
export const runs = (process: HostProcess, component: ComponentName): boolean =>
  componentOf(process.argv) === component || baseName(process.exe) === component;

/** What a process sees of the host's files: all, or nothing that is known. */
export const mountsOf = ({ hostFiles }: HostProcess): readonly Mount[] =>
  hostFiles ? [{ mountPath: "/", hostPath: "/" }] : [];

/**
 * A component's processes. Those in a network namespace of their own belong to clusters nested in pods (vcluster,
 * Kamaji, kind): a node's own components use the host's.
 */
export function componentProcesses(
  processes: Observed<readonly HostProcess[]>,
  component: ComponentName,
): Observed<readonly Invocation[]> {
  if (processes.state !== "present") return processes;
  const own = processes.value.filter((process) => process.hostNetwork && runs(process, component));
  if (own.length === 0) return absent(processes.source);
  if (own.some(({ isGarbled }) => isGarbled === true)) {
    return unknown("unparseable", `an argument of ${component} is not UTF-8`, processes.source);
  }
  // It has a name at least: without a word it was not read, and every flag would seem to be missing.
  if (own.some(({ argv }) => argv.join("") === "")) {
    return unknown("unparseable", `the command line of ${component} is empty`, processes.source);
  }
  const invocations = own.map((process) => ({
    argv: process.argv,
    env: process.env,
    uid: process.uid,
    mounts: mountsOf(process),
    lines: [],
    source: { ...processes.source, pid: process.pid },
  }));
  // By what they run, not by process id: the same node gives the same evidence after a restart.
  const inOrder = invocations.toSorted((a, b) => (JSON.stringify(a.argv) < JSON.stringify(b.argv) ? -1 : 1));
  return present(inOrder, processes.source);
}

const sshUnits = ["sshd.service", "ssh.service", "sshd.socket", "ssh.socket", "dropbear.service", "dropbear.socket"];
// OpenSSH 9.8 split its daemon: connections are served by sshd-session and sshd-auth.
const sshDaemonNames = ["sshd", "sshd-session", "sshd-auth", "dropbear"];

/** SSH daemons: what systemd says of every unit name that distributions use, and the daemons that run. */
export async function probeSshDaemons(
  ask: Ask,
  asked: Promise<Observed<readonly HostProcess[]>>,
): Promise<Observed<SshDaemons>> {
  const unitsCalled = (names: readonly string[]): Promise<Observed<readonly UnitState[]>> =>
    ask({ verb: "unit", argument: names.join(" ") }, (payload) => unitStates(payload.toString("utf8"), names));
  const [units, generated, processes] = await Promise.all([
    unitsCalled(sshUnits),
    unitsCalled(generatedSshUnits),
    asked,
  ]);
  if (units.state !== "present") return units;
  if (processes.state !== "present") return processes;
  // The daemon rewrites its title (sshd: ... [listener]): the name of its executable does not lie.
  const daemons = processes.value.filter(
    (process) => sshDaemonNames.includes(process.comm) || sshDaemonNames.includes(baseName(process.exe)),
  );
  return present({ units: [...units.value, ...entriesSeen(generated)], processes: daemons }, units.source);
}
