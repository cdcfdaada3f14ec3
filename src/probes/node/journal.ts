import type { FileStat } from "../../evidence/files.ts";
import type { JournalState } from "../../evidence/host-state.ts";
import { firstUnknown, type Observed, present, valuesSeen } from "../../evidence/observed.ts";
import { type Ask, asText } from "../ask.ts";
import { settingsNamed } from "../parse/unit-file.ts";
import { configurationPlaces, dropIns, goneMeanwhile, type ReadFile } from "./drop-ins.ts";
import { listPath, statPath } from "./stat.ts";

const inMemory = "/run/log/journal";

const readText = (ask: Ask, file: string): Promise<Observed<ReadFile>> =>
  ask({ verb: "read", argument: file }, (payload) => ({ file, text: asText(payload) }));

const isDirectory = ({ type, target }: FileStat): boolean =>
  type === "directory" || (target !== undefined && target !== "dangling" && target.type === "directory");

const isSystemJournal = ({ path }: FileStat): boolean =>
  /^\/run\/log\/journal\/[0-9a-f]{32}\/system\.journal$/.test(path);

/** The last `Storage=` of files in their order; an empty one takes back what came before. */
function storageOf(files: readonly ReadFile[]): JournalState["storage"] {
  const given = files.flatMap(({ file, text }) =>
    settingsNamed(text, "Journal", "Storage").map(({ value, line }) => ({ value, file, line })),
  );
  const last = given.at(-1);
  return last?.value === "" ? undefined : last;
}

// The file shows what was compiled in as comments.
const compiledIn = (text: string): string | undefined => /^#ForwardToSyslog=(\w+)$/m.exec(text)?.[1];

/** The last `ForwardToSyslog=`, else the default that the main file shows; systemd takes four words for true. */
function passesToSyslog(main: readonly ReadFile[], added: readonly ReadFile[]): boolean | undefined {
  const given = [...main, ...added].flatMap(({ text }) => settingsNamed(text, "Journal", "ForwardToSyslog"));
  const last = given.at(-1)?.value || main.flatMap(({ text }) => compiledIn(text) ?? []).at(-1);
  return last === undefined ? undefined : /^(1|y|yes|t|true|on)$/i.test(last);
}

/** Where the journal of a node goes. */
export async function probeJournal(ask: Ask): Promise<Observed<JournalState>> {
  const [mains, walks, directory, memory] = await Promise.all([
    Promise.all(configurationPlaces.map((place) => readText(ask, `${place}/journald.conf`))),
    Promise.all(configurationPlaces.map((place) => listPath(ask, `${place}/journald.conf.d`))),
    statPath(ask, "/var/log/journal"),
    listPath(ask, inMemory),
  ]);
  const added = await Promise.all(dropIns(walks).map((file) => readText(ask, file)));
  const unseen = firstUnknown([...mains, ...walks, directory, memory, ...added]) ?? goneMeanwhile(added);
  if (unseen !== undefined) return unseen;
  const main = valuesSeen(mains).slice(0, 1);
  const storage = storageOf([...main, ...valuesSeen(added)]);
  const passes = passesToSyslog(main, valuesSeen(added));
  const state = {
    ...(passes === undefined ? {} : { passesToSyslog: passes }),
    ...(storage === undefined ? {} : { storage }),
    hasDirectory: valuesSeen([directory]).some(isDirectory),
    isInMemory: valuesSeen([memory]).some(({ entries }) => entries.some(isSystemJournal)),
  };
  return present(state, { ...directory.source, request: "the journal's configuration and directories" });
}
