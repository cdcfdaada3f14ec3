import type { FileWords } from "../yaml-file/schema-sentences.ts";
import type { ValuePath } from "../yaml-file/yaml-source.ts";
import { knownKeys } from "./schema.ts";

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
  waivers: { words: "a waiver", keys: knownKeys.waiver },
  "waivers.scope": { words: "a scope", keys: knownKeys.scope },
  "waivers.scope.roles": { words: "a role", keys: [] },
  "waivers.scope.nodes": { words: "the name of a node", keys: [] },
  "waivers.scope.namespaces": { words: "a namespace", keys: [] },
  "waivers.scope.objects": { words: "an object", keys: knownKeys.object },
  attestations: { words: "an attestation", keys: knownKeys.attestation },
};

/** What kind of map stands at a path of the file, in words, and the keys that it knows. */
export function mapAt(path: ValuePath): ReturnType<FileWords["mapAt"]> {
  const keys = path.filter((step) => typeof step === "string").join(".");
  if (/^providerAttestation\.rules\../.test(keys)) return { words: "an attested rule", keys: knownKeys.attestedRule };
  return maps[keys] ?? { words: "a port's entry", keys: knownKeys.entry };
}
