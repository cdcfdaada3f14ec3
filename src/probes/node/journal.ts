import { baseName } from "../../evidence/base-name.ts";
import type { FileStat, Walk } from "../../evidence/files.ts";
import type { JournalState } from "../../evidence/host-state.ts";
import { type Observed, present, type Unknown, unknown } from "../../evidence/observed.ts";
import { type Ask, asText } from "../ask.ts";
import { iniSettings } from "../parse/ini-settings.ts";
import { parseWalk } from "../parse/stat-lines.ts";
import { statPath } from "./stat.ts";

// The first that is there counts (journald.conf(5)); what only /run or /usr/local sets shows in where the journal is.
const mainFiles = ["/etc/systemd/journald.conf", "/usr/lib/systemd/journald.conf"];
const dropInDirectories = ["/etc/systemd/journald.conf.d", "/usr/lib/systemd/journald.conf.d"];
const inMemory = "/run/log/journal";

type ReadFile = { readonly file: string; readonly text: string };

const readText = (ask: Ask, file: string): Promise<Observed<ReadFile>> =>
  ask({ verb: "read", argument: file }, (payload) => ({ file, text: asText(payload) }));
const list = (ask: Ask, path: string): Promise<Observed<Walk>> =>
  ask({ verb: "list", argument: path }, (payload) => parseWalk(payload, path));

/** The drop-ins of directories that were listed, in their order, by name; of two with the same the first directory's counts. */
export function dropIns(walks: readonly Observed<Walk>[]): readonly string[] {
  const files = walks.flatMap((walk) => (walk.state === "present" ? walk.value.entries : []));
  const named = files.flatMap(({ path, type }) =>
    type !== "directory" && /^[^/]+\.conf$/.test(path.slice(path.lastIndexOf(".d/") + 3)) ? [path] : [],
  );
  const byName = new Map(named.toReversed().map((path) => [baseName(path), path]));
  return [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

const unseenOf = (looks: readonly Observed<unknown>[]): Unknown | undefined =>
  looks.find((look): look is Unknown => look.state === "unknown");

const isDirectory = ({ type, target }: FileStat): boolean =>
  type === "directory" || (target !== undefined && target !== "dangling" && target.type === "directory");

const isSystemJournal = ({ path }: FileStat): boolean =>
  /^\/run\/log\/journal\/[0-9a-f]{32}\/system\.journal$/.test(path);

/** The last `Storage=` of files in their order; an empty one takes back what came before. */
function storageOf(files: readonly ReadFile[]): JournalState["storage"] {
  const given = files.flatMap(({ file, text }) =>
    iniSettings(text, "Journal", "Storage").map(({ value, line }) => ({ value, file, line })),
  );
  const last = given.at(-1);
  return last?.value === "" ? undefined : last;
}

// The file shows what was compiled in as comments.
const compiledIn = (text: string): string | undefined => /^#ForwardToSyslog=(\w+)$/m.exec(text)?.[1];

/** The last `ForwardToSyslog=`, else the default that the main file shows; systemd takes four words for true. */
function passesToSyslog(main: readonly ReadFile[], added: readonly ReadFile[]): boolean | undefined {
  const given = [...main, ...added].flatMap(({ text }) => iniSettings(text, "Journal", "ForwardToSyslog"));
  const last = given.at(-1)?.value || main.flatMap(({ text }) => compiledIn(text) ?? []).at(-1);
  return last === undefined ? undefined : /^(1|y|yes|t|true|on)$/i.test(last);
}

/** Where the journal of a node goes. */
export async function probeJournal(ask: Ask): Promise<Observed<JournalState>> {
  const [mains, walks, directory, memory] = await Promise.all([
    Promise.all(mainFiles.map((file) => readText(ask, file))),
    Promise.all(dropInDirectories.map((path) => list(ask, path))),
    statPath(ask, "/var/log/journal"),
    list(ask, inMemory),
  ]);
  const added = await Promise.all(dropIns(walks).map((file) => readText(ask, file)));
  const unseen = unseenOf([...mains, ...walks, directory, memory, ...added]);
  if (unseen !== undefined) return unseen;
  const gone = added.find(({ state }) => state === "absent");
  if (gone !== undefined) return unknown("not-collected", "a file that was listed is not there", gone.source);
  const main = valuesOf(mains).slice(0, 1);
  const storage = storageOf([...main, ...valuesOf(added)]);
  const passes = passesToSyslog(main, valuesOf(added));
  const state = {
    ...(passes === undefined ? {} : { passesToSyslog: passes }),
    ...(storage === undefined ? {} : { storage }),
    hasDirectory: valuesOf([directory]).some(isDirectory),
    isInMemory: valuesOf([memory]).some(({ entries }) => entries.some(isSystemJournal)),
  };
  return present(state, { ...directory.source, request: "the journal's configuration and directories" });
}

const valuesOf = <T>(looks: readonly Observed<T>[]): readonly T[] =>
  looks.flatMap((look) => (look.state === "present" ? [look.value] : []));
