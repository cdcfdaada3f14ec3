import type { UnitState } from "../../evidence/ssh.ts";
import { oncePerText } from "./once-per-text.ts";

/** The properties of one unit, as `systemctl show` prints them; a repeated one keeps all its values. */
export type UnitProperties = Readonly<Record<string, readonly string[]>>;

/** What `systemctl show` prints of a unit that is not there: nothing enables it and nothing is laid over it. */
const absentUnit = (name: string): UnitProperties => ({
  ...(name.endsWith(".service") ? { MainPID: ["0"] } : {}),
  Id: [name],
  Names: [name],
  RequiredBy: [""],
  WantedBy: [""],
  LoadState: ["not-found"],
  ActiveState: ["inactive"],
  SubState: ["dead"],
  FragmentPath: [""],
  DropInPaths: [""],
  UnitFileState: [""],
});

// Most blocks are of units that are not there, which the reader says as `!` and the name.
const parseBlock = oncePerText((block): UnitProperties => {
  const absent = /^!([A-Za-z0-9@._:-]+)\n?$/.exec(block)?.[1];
  if (absent !== undefined) return absentUnit(absent);
  const properties = new Map<string, string[]>();
  for (const line of block.split("\n").filter((candidate) => candidate !== "")) {
    const at = line.indexOf("=");
    if (at <= 0) throw new Error(`not a property: ${JSON.stringify(line.slice(0, 80))}`);
    const name = line.slice(0, at);
    const values = properties.get(name);
    if (values === undefined) properties.set(name, [line.slice(at + 1)]);
    else values.push(line.slice(at + 1));
  }
  return Object.fromEntries(properties);
});

/** One block a unit, parted by empty lines; `!NAME` is one that is not there. @throws Error at a line that is no property. */
export const parseSystemctlShow = (text: string): readonly UnitProperties[] =>
  text
    .split(/\n\n+/)
    .filter((block) => block.trim() !== "")
    .map(parseBlock);

const words = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
const first = (unit: UnitProperties, name: string): string => unit[name]?.[0] ?? "";

/** What systemd says of a unit. @throws Error where it did not say whether it knows the unit. */
function unitState(unit: UnitProperties): UnitState {
  if (first(unit, "Id") === "" || first(unit, "LoadState") === "")
    throw new Error("systemctl show without Id or LoadState");
  return {
    id: first(unit, "Id"),
    loadState: first(unit, "LoadState"),
    activeState: first(unit, "ActiveState"),
    unitFileState: first(unit, "UnitFileState"),
    ...wantedBy(unit),
  };
}

/** The units that start one that is there; nothing where an older reader did not ask for them. */
function wantedBy(unit: UnitProperties): Pick<UnitState, "wantedBy"> {
  const shown = [unit["WantedBy"], unit["RequiredBy"]];
  if (first(unit, "LoadState") === "not-found" || shown.includes(undefined)) return {};
  const names = shown.flatMap((values) => words(values?.[0] ?? ""));
  return { wantedBy: [...new Set(names)].sort() };
}

/**
 * The state of every unit asked for, under the name asked for: systemd answers in order, and an alias by another Id.
 * @throws Error where the answer is not one block a name.
 */
export const unitStates = (text: string, names: readonly string[]): readonly UnitState[] =>
  statesOf(parseSystemctlShow(text), names);

function statesOf(units: readonly UnitProperties[], names: readonly string[]): readonly UnitState[] {
  if (units.length !== names.length) throw new Error(`asked for ${names.length} units, told of ${units.length}`);
  return units.map((unit, index) => ({ ...unitState(unit), id: names[index] ?? "" }));
}

/** A unit with its main process; 0 where it has none. */
export type UnitWithProcess = { readonly state: UnitState; readonly mainPid: number };

/** The same with each unit's main process. @throws Error where the answer is not one block a name. */
export function unitsWithProcess(text: string, names: readonly string[]): readonly UnitWithProcess[] {
  const units = parseSystemctlShow(text);
  return statesOf(units, names).map((state, index) => {
    const mainPid = Number(first(units[index] ?? {}, "MainPID") || "0");
    if (!Number.isSafeInteger(mainPid)) throw new Error(`${state.id} has no number for its main process`);
    return { state, mainPid };
  });
}

/** The unit's file and its drop-ins. */
export const unitFiles = (
  unit: UnitProperties,
): { readonly fragment: string; readonly dropIns: readonly string[] } => ({
  fragment: first(unit, "FragmentPath"),
  dropIns: words(first(unit, "DropInPaths")),
});

/** A file of `EnvironmentFile=`; optional: with a dash before it, the unit starts without it too. */
export type EnvironmentFile = { readonly path: string; readonly isOptional: boolean };

/** The unit's `EnvironmentFiles`, printed as `/path (ignore_errors=yes)`; several come as several lines. */
export const environmentFiles = (unit: UnitProperties): readonly EnvironmentFile[] =>
  (unit["EnvironmentFiles"] ?? []).flatMap((value) => {
    // Before each mark a path, then the mark's own word.
    const parts = value.split(/ \(ignore_errors=(yes|no)\)/);
    return parts.flatMap((mark, index) => {
      const text = parts[index - 1] ?? "";
      const start = text.indexOf("/");
      return index % 2 === 0 || start < 0 ? [] : [{ path: text.slice(start), isOptional: mark === "yes" }];
    });
  });
