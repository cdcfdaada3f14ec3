import { createHash } from "node:crypto";
import { type ApprovedPort, defaultSiteOptions, type PortsList, type SiteDecisions } from "../evidence/site.ts";
import type { Attestation, Waiver, WaiverScope } from "../evidence/waivers.ts";
import { readText } from "../yaml-file/read-text.ts";
import { schemaMistakes } from "../yaml-file/schema-sentences.ts";
import { refuseIfAny, YamlFileError } from "../yaml-file/yaml-file-error.ts";
import { readYaml, type YamlSource } from "../yaml-file/yaml-source.ts";
import { unknownRules } from "./known-rules.ts";
import { mapAt } from "./maps.ts";
import { overlaps } from "./overlaps.ts";
import { decisionsSchema, portsOf, type WrittenDecisions, type WrittenEntry, type WrittenPorts } from "./schema.ts";
import { supportTable } from "./support-table.ts";
import type { WrittenAttestation, WrittenWaiver } from "./waivers.ts";

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
 * @throws YamlFileError with every mistake of the first kind that was found: YAML, then keys and values, then rules that
 * there are nowhere and attestations that hold at once.
 */
export function parseDecisions(text: string, file: string): DecisionsFile {
  const source = readYaml(text, file, "a decisions file");
  const parsed = decisionsSchema.safeParse(source.value);
  if (!parsed.success) throw new YamlFileError(file, schemaMistakes(parsed.error.issues, source, { mapAt }));
  const site = siteDecisions(parsed.data, source);
  const { waivers = [], attestations = [] } = site;
  refuseIfAny(file, [
    ...unknownRules("waivers", waivers, source),
    ...unknownRules("attestations", attestations, source),
    ...overlaps(attestations),
  ]);
  return { file, text, sha256: createHash("sha256").update(text).digest("hex"), site };
}

function siteDecisions(written: WrittenDecisions, source: YamlSource): SiteDecisions {
  const { options, ppsm, secretAccess, systemPods, supportTable: releases, providerAttestation } = written;
  return {
    options: { ...defaultSiteOptions, ...options },
    ...(ppsm === undefined ? {} : { ppsm: portsList(ppsm) }),
    ...(secretAccess === undefined
      ? {}
      : { secretAccess: { readers: [], attachments: [], builtin: false, ...secretAccess } }),
    ...(systemPods === undefined ? {} : { systemPods: { complete: false, ...systemPods } }),
    ...(releases === undefined ? {} : { supportTable: supportTable(releases) }),
    ...(providerAttestation === undefined ? {} : { providerAttestation }),
    ...(written.waivers && { waivers: written.waivers.map((one, index) => waiverOf(one, index, source)) }),
    ...(written.attestations && {
      attestations: written.attestations.map((one, index) => attestationOf(one, index, source)),
    }),
  };
}

const waiverOf = ({ scope, status = "open", ...waiver }: WrittenWaiver, index: number, source: YamlSource): Waiver => ({
  ...waiver,
  // The schema lets one key in.
  scope: scope as WaiverScope,
  status,
  line: source.valueAt(["waivers", index]).line,
});

const attestationOf = (written: WrittenAttestation, index: number, source: YamlSource): Attestation => ({
  ...written,
  line: source.valueAt(["attestations", index]).line,
});

function portsList({ components, ...document }: WrittenPorts): PortsList {
  const listed = Object.entries(components).map(([name, entries]) => [name, entries.map(approvedPort)]);
  return { ...document, components: Object.fromEntries(listed) };
}

function approvedPort({ port, ...entry }: WrittenEntry): ApprovedPort {
  const ports = portsOf(port);
  if (ports === undefined) throw new Error(`no port: ${port}`);
  return { ...ports, ...entry };
}
