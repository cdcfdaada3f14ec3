import { baseName } from "../../evidence/base-name.ts";
import type { LogDestination, LogForwarding, Protection } from "../../evidence/log-forwarding.ts";
import {
  absent,
  firstUnknown,
  type Observed,
  present,
  type Source,
  unknown,
  valuesSeen,
} from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import { type Ask, asText } from "../ask.ts";
import { settingsNamed } from "../parse/unit-file.ts";
import { configurationPlaces, dropIns, goneMeanwhile, type ReadFile } from "./drop-ins.ts";
import { listPath } from "./stat.ts";

const program = "systemd-journal-upload";

type Setting = { readonly value: string; readonly file: string; readonly line: number };

const readText = (ask: Ask, file: string): Promise<Observed<ReadFile>> =>
  ask({ verb: "forwarding", argument: file }, (payload) => ({ file, text: asText(payload) }));

const settingOf = (files: readonly ReadFile[], key: string): Setting | undefined =>
  files
    .flatMap(({ file, text }) => settingsNamed(text, "Upload", key).map(({ value, line }) => ({ value, file, line })))
    .at(-1);

/** `all` trusts every server, and of what is not shown nothing is known; without a setting the system's CA counts. */
function protectionOf(isHttps: boolean, trusted: Setting | undefined): Protection {
  if (!isHttps) return "none";
  const value = trusted?.value ?? "";
  if (value === "?") return "unknown";
  return value === "all" || value === "-" ? "unverified" : "verified";
}

/** Where it sends all of the journal; a URL without a scheme is one of HTTPS, one without a port has 19532. */
function destinationOf(files: readonly ReadFile[]): LogDestination | undefined {
  const url = settingOf(files, "URL");
  if (url === undefined || url.value === "") return undefined;
  const { value, file, line } = url;
  const isHttps = !value.startsWith("http://");
  return {
    by: program,
    ...(value === "?" ? {} : { target: value.replace(/^https?:\/\//, "") }),
    protocol: isHttps ? "https" : "http",
    protection: value === "?" ? "unknown" : protectionOf(isHttps, settingOf(files, "TrustedCertificateFile")),
    messages: "all",
    file,
    line,
  };
}

function read(files: readonly ReadFile[]): LogForwarding {
  const destination = destinationOf(files);
  const unclear = files.flatMap(({ file, text }) =>
    text.split("\n").flatMap((line, index) => (line === "!" ? [`${file}:${index + 1}`] : [])),
  );
  return { destinations: destination === undefined ? [] : [destination], files: [], takes: ["journal"], unclear };
}

/** Why what runs may send elsewhere, or something else, than its files say. */
function otherwise(processes: Observed<readonly HostProcess[]>): string | undefined {
  if (processes.state !== "present") return "the processes were not seen";
  const words = processes.value.filter(({ exe }) => baseName(exe) === program).flatMap(({ argv }) => argv.slice(1));
  return words.every((word) => word.startsWith("--save-state")) ? undefined : `${program} was started with options`;
}

/** What systemd-journal-upload is configured to send. */
export async function probeJournalUpload(
  ask: Ask,
  asked: Promise<Observed<readonly HostProcess[]>>,
): Promise<Observed<LogForwarding>> {
  const [mains, walks] = await Promise.all([
    Promise.all(configurationPlaces.map((place) => readText(ask, `${place}/journal-upload.conf`))),
    Promise.all(configurationPlaces.map((place) => listPath(ask, `${place}/journal-upload.conf.d`))),
  ]);
  const added = await Promise.all(dropIns(walks).map((file) => readText(ask, file)));
  const unseen = firstUnknown([...mains, ...walks, ...added]) ?? goneMeanwhile(added);
  if (unseen !== undefined) return unseen;
  const source: Source = { host: mains[0]?.source.host ?? "", request: `${program}'s configuration` };
  const files = [...valuesSeen(mains).slice(0, 1), ...valuesSeen(added)];
  if (files.length === 0) return absent(source);
  const why = otherwise(await asked);
  return why === undefined ? present(read(files), source) : unknown("unsupported", why, source);
}
