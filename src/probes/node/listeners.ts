import { baseName } from "../../evidence/base-name.ts";
import type { Listener } from "../../evidence/listeners.ts";
import { type Observed, present, unknown } from "../../evidence/observed.ts";
import { asComponent, type ComponentName, componentNames, type HostProcess } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { parseSockets, type SocketTable } from "../parse/socket-lines.ts";
import { runs } from "./processes.ts";

const componentOfProcess = (process: HostProcess | undefined): ComponentName | undefined =>
  process === undefined ? undefined : componentNames.find((component) => runs(process, component));

const orderOf = ({ protocol, address, port, program = "" }: Listener): string =>
  [protocol, String(port).padStart(5, "0"), address, program].join(" ");

/** Each listener with every program that holds it, once, in an order that does not depend on process ids. */
function joinHolders(table: SocketTable, processes: ReadonlyMap<number, HostProcess>): readonly Listener[] {
  const found = table.sockets.flatMap(({ inode, ...socket }): readonly Listener[] => {
    const holders = table.holders.get(inode) ?? [];
    if (holders.length === 0) return [socket];
    return holders.map((pid) => {
      const program = baseName(table.programs.get(pid) ?? "");
      const component = componentOfProcess(processes.get(pid)) ?? asComponent(program);
      return {
        ...socket,
        ...(program === "" ? {} : { program }),
        ...(component === undefined ? {} : { component }),
      };
    });
  });
  const unique = new Map(found.map((listener) => [JSON.stringify(listener), listener]));
  return [...unique.values()].toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
}

/**
 * Who listens on the node. Unknown where the open files of a component were not seen: what it listens on would then seem
 * to be nobody's.
 */
export async function probeListeners(
  ask: Ask,
  asked: Promise<Observed<readonly HostProcess[]>>,
): Promise<Observed<readonly Listener[]>> {
  const [table, processes] = await Promise.all([ask({ verb: "sockets", argument: "" }, parseSockets), asked]);
  if (table.state !== "present") return table;
  if (processes.state !== "present") return processes;
  const unseen = processes.value.find(
    (process) => process.hostNetwork && componentOfProcess(process) && !table.value.readable.has(process.pid),
  );
  if (unseen !== undefined) {
    const message = `the open files of ${componentOfProcess(unseen)} were not seen: it ended meanwhile, or hides them`;
    return unknown("not-collected", message, table.source);
  }
  return present(joinHolders(table.value, new Map(processes.value.map((one) => [one.pid, one]))), table.source);
}
