import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** The base64 of a text within a longer one: at each of three offsets what does not depend on its neighbours. */
const within = (text: string): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const whole = Buffer.from("\0".repeat(offset) + text)
      .toString("base64")
      .replace(/=+$/, "");
    return whole.slice(offset === 0 ? 0 : offset + 1, whole.length - 2);
  });

const escaped = (text: string): string => JSON.stringify(text).slice(1, -1);
const entities = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll("/", "&#x2F;");

/** Every form in which a text may be written down. */
export function formsOf(text: string): readonly string[] {
  const hex = Buffer.from(text).toString("hex");
  const inBase64 = within(text);
  return [
    ...new Set([
      text,
      escaped(text),
      text.replaceAll("/", "\\/"),
      encodeURIComponent(text),
      entities(text),
      hex,
      hex.toUpperCase(),
      ...inBase64,
      ...inBase64.map((form) => form.replaceAll("+", "-").replaceAll("/", "_")),
      ...inBase64.flatMap(within),
    ]),
  ];
}

/** A text that was left somewhere, and where. */
export type Left = { readonly where: string; readonly text: string };

// Kept lines of a sweep are base64: what they say is searched too.
const unpacked = (text: string): string =>
  text
    .split("\n")
    .map((row) => (/^[A-Za-z0-9+/]{16,}={0,2}$/.test(row) ? Buffer.from(row, "base64").toString("latin1") : row))
    .join("\n");

function textOf(path: string): string {
  const bytes = readFileSync(path);
  if (path.endsWith(".gz")) return gunzipSync(bytes).toString("latin1");
  if (path.endsWith(".pdf")) return execFileSync("pdftotext", [path, "-"], { maxBuffer: 1e9 }).toString("latin1");
  return bytes.toString("latin1");
}

/** Everything that lies below a folder, if there is one, as text: unzipped, and of a PDF what is printed in it. */
export const leftIn = (folder: string): readonly Left[] =>
  entriesOf(folder).map((path) => ({ where: path.slice(folder.length + 1), text: textOf(path) }));

function entriesOf(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const probed = 6;

/** The wanted that a text holds; by their first letters, for both may be many megabytes. */
function wantedIn(text: string, wanted: ReadonlyMap<string, readonly Wanted[]>): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at = 0; at + probed <= text.length; at += 1)
    for (const { name, form } of wanted.get(text.slice(at, at + probed)) ?? [])
      if (text.startsWith(form, at)) names.add(name);
  return names;
}

type Wanted = { readonly name: string; readonly form: string };

/** The texts that were found, each with where it was. */
export function found(texts: Readonly<Record<string, string>>, left: readonly Left[]): readonly string[] {
  const forms = Object.entries(texts).flatMap(([name, text]) => formsOf(text).map((form) => ({ name, form })));
  const wanted = new Map<string, readonly Wanted[]>();
  for (const entry of forms) {
    const first = entry.form.slice(0, probed);
    wanted.set(first, [...(wanted.get(first) ?? []), entry]);
  }
  return left.flatMap(({ where, text }) => {
    const whole = `${text}\n${unpacked(text)}`;
    // A PDF breaks lines anywhere.
    const searched = where.endsWith(".pdf") ? whole.replace(/\s+/g, "") : whole;
    return [...wantedIn(searched, wanted)].map((name) => `${name} in ${where}`);
  });
}
