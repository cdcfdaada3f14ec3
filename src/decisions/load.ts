import { createHash } from "node:crypto";
import { type ApprovedPort, defaultSiteOptions, type PortsList, type SiteDecisions } from "../evidence/site.ts";
import { readText } from "../yaml-file/read-text.ts";
import { type FileWords, schemaMistakes } from "../yaml-file/schema-sentences.ts";
import { YamlFileError } from "../yaml-file/yaml-file-error.ts";
import { readYaml, type ValuePath } from "../yaml-file/yaml-source.ts";
import { decisionsSchema, knownKeys, portsOf, type WrittenEntry, type WrittenPorts } from "./schema.ts";

/** A decisions file: what it decides, and the file itself. */
export type DecisionsFile = {
  /** How the operator's file is named. */
  readonly file: string;
  readonly text: string;
  readonly sha256: string;
  readonly site: SiteDecisions;
};

/**
 * Reads a decisions file (YAML, UTF-8).
 * @throws YamlFileError for a file that cannot be read, and for whatever is wrong in it.
 */
export async function loadDecisions(path: string): Promise<DecisionsFile> {
  return parseDecisions(await readText(path), path);
}

/**
 * Reads the text of a decisions file; `file` is how sentences name it.
 * @throws YamlFileError with every mistake of the first kind that was found: YAML, then keys and values.
 */
export function parseDecisions(text: string, file: string): DecisionsFile {
  const source = readYaml(text, file, "a decisions file");
  const parsed = decisionsSchema.safeParse(source.value);
  if (!parsed.success) throw new YamlFileError(file, schemaMistakes(parsed.error.issues, source, { mapAt }));
  const { options, ppsm } = parsed.data;
  return {
    file,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    site: {
      options: { ...defaultSiteOptions, ...options },
      ...(ppsm === undefined ? {} : { ppsm: portsList(ppsm) }),
    },
  };
}

function portsList({ components, ...document }: WrittenPorts): PortsList {
  const listed = Object.entries(components).map(([name, entries]) => [name, entries.map(approvedPort)]);
  return { ...document, components: Object.fromEntries(listed) };
}

function approvedPort({ port, ...entry }: WrittenEntry): ApprovedPort {
  const ports = portsOf(port);
  if (ports === undefined) throw new Error(`no port: ${port}`);
  return { ...ports, ...entry };
}

function mapAt(path: ValuePath): ReturnType<FileWords["mapAt"]> {
  const [top, second, component] = path;
  if (top === undefined) return { words: "the decisions", keys: knownKeys.decisions };
  if (top === "options" && second === undefined) return { words: "options", keys: knownKeys.options };
  if (top === "options") return { words: "a namespace", keys: [] };
  if (second === undefined) return { words: "ppsm", keys: knownKeys.ppsm };
  if (component === undefined) return { words: "components", keys: knownKeys.components };
  return { words: "a port's entry", keys: knownKeys.entry };
}
