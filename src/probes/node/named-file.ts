import type { ParsedFile } from "../../evidence/files.ts";
import { absent, entriesSeen, type Observed, readAs, type Unknown, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { parseStructuredFile } from "../parse/structured-file.ts";
import { readComponentFile, type StartedComponent } from "./component-file.ts";

/** A component as far as it was seen. */
export type ObservedComponent = {
  readonly manifest: Observed<readonly Invocation[]>;
  readonly process: Observed<readonly Invocation[]>;
};

/** The same with what was not seen left out: for looking up files, never for proving absence. */
export const startedComponent = ({ manifest, process }: ObservedComponent): StartedComponent => ({
  manifests: entriesSeen(manifest),
  processes: entriesSeen(process),
  source: process.source,
});

/**
 * The file that command lines name; `namedBy` says how, `pathsOf` which (empty: none) by each way in which one can be read.
 * What is configured and what runs must name the same one in all: else it is not known which is read.
 */
export async function readNamedFile(
  ask: Ask,
  component: ObservedComponent,
  namedBy: string,
  pathsOf: (call: Invocation) => readonly (string | Unknown)[],
): Promise<Observed<ParsedFile>> {
  const { manifest, process } = component;
  if (manifest.state === "unknown") return manifest;
  if (process.state === "unknown") return process;
  const named = [...entriesSeen(manifest), ...entriesSeen(process)].flatMap(pathsOf);
  const unseen = named.find((path) => typeof path !== "string");
  if (unseen !== undefined) return unseen;
  const paths = [...new Set(named.filter((path) => typeof path === "string"))];
  const [path = "", ...others] = paths;
  if (others.length > 0) {
    const shown = paths.map((name) => (name === "" ? "no file" : name)).join(" and ");
    return unknown("unsupported", `${namedBy} names ${shown}, by manifests, processes or how they can be read`, {
      ...process.source,
      request: namedBy,
    });
  }
  return path === "" ? absent(process.source) : readParsed(ask, startedComponent(component), path);
}

/** A YAML or JSON file that a component knows by a path. */
export async function readParsed(ask: Ask, component: StartedComponent, path: string): Promise<Observed<ParsedFile>> {
  const read = await readComponentFile(ask, component, path);
  if (read.state !== "present") return read;
  const { file, text } = read.value;
  return readAs(read.source, () => ({ path, file, content: parseStructuredFile(text) }));
}
