import { createHash } from "node:crypto";
import { type ApprovedPort, defaultSiteOptions, type PortsList, type SiteDecisions } from "../evidence/site.ts";
import { readText } from "../yaml-file/read-text.ts";
import { type FileWords, schemaMistakes } from "../yaml-file/schema-sentences.ts";
import { YamlFileError } from "../yaml-file/yaml-file-error.ts";
import { readYaml, type ValuePath } from "../yaml-file/yaml-source.ts";
import { decisionsSchema, knownKeys, portsOf, type WrittenEntry, type WrittenPorts } from "./schema.ts";
import { supportTable } from "./support-table.ts";

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
  const { options, ppsm, secretAccess, systemPods, supportTable: releases, providerAttestation } = parsed.data;
  return {
    file,
    text,
    sha256: createHash("sha256").update(text).digest("hex"),
    site: {
      options: { ...defaultSiteOptions, ...options },
      ...(ppsm === undefined ? {} : { ppsm: portsList(ppsm) }),
      ...(secretAccess === undefined
        ? {}
        : { secretAccess: { readers: [], attachments: [], builtin: false, ...secretAccess } }),
      ...(systemPods === undefined ? {} : { systemPods: { complete: false, ...systemPods } }),
      ...(releases === undefined ? {} : { supportTable: supportTable(releases) }),
      ...(providerAttestation === undefined ? {} : { providerAttestation }),
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

/** What stands inside a key of the file: a map each, from the outside in, whose lists do not count as one. */
const maps: Readonly<Record<string, { readonly words: string; readonly keys: readonly string[] }>> = {
  "": { words: "the decisions", keys: knownKeys.decisions },
  options: { words: "options", keys: knownKeys.options },
  "options.sensitiveExceptions": { words: "an exception", keys: knownKeys.exception },
  "options.psaExemptNamespaces": { words: "a namespace", keys: [] },
  ppsm: { words: "ppsm", keys: knownKeys.ppsm },
  "ppsm.components": { words: "components", keys: knownKeys.components },
  secretAccess: { words: "secretAccess", keys: knownKeys.secretAccess },
  "secretAccess.readers": { words: "a reader", keys: knownKeys.reader },
  "secretAccess.readers.scope": { words: "a namespace", keys: [] },
  "secretAccess.readers.verbs": { words: "a verb", keys: [] },
  "secretAccess.attachments": { words: "an attachment", keys: knownKeys.attachment },
  "secretAccess.attachments.secrets": { words: "a Secret", keys: [] },
  systemPods: { words: "systemPods", keys: knownKeys.systemPods },
  "systemPods.patterns": { words: "a pattern", keys: knownKeys.systemPodsPattern },
  "systemPods.patterns.labels": { words: "a label", keys: [] },
  supportTable: { words: "supportTable", keys: knownKeys.supportTable },
  "supportTable.releases": { words: "a release", keys: knownKeys.supportedRelease },
  providerAttestation: { words: "providerAttestation", keys: knownKeys.providerAttestation },
  "providerAttestation.rules": { words: "rules", keys: [] },
};

function mapAt(path: ValuePath): ReturnType<FileWords["mapAt"]> {
  const keys = path.filter((step) => typeof step === "string").join(".");
  if (/^providerAttestation\.rules\../.test(keys)) return { words: "an attested rule", keys: knownKeys.attestedRule };
  return maps[keys] ?? { words: "a port's entry", keys: knownKeys.entry };
}
