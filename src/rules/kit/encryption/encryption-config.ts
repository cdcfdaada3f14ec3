import type { Invocation } from "../../../evidence/processes.ts";
import { notAFinding, notReviewed, open, type Verdict } from "../../../findings/verdict.ts";
import type { ContentTest } from "../file-content-rule.ts";
import { imageVersion, isSince, showVersion, versionUnknown } from "../kubernetes-version.ts";
import { asList, asRecord, asTexts, isKind, isText, listed, property, type UnknownRecord } from "../unknown-data.ts";

/** One provider of an EncryptionConfiguration: what kind it is, and its settings. Keys were taken out on the node. */
export type Provider = { readonly name: string; readonly settings: UnknownRecord };
type Entry = { readonly resources: readonly string[]; readonly providers: readonly Provider[] };

const withKeys = ["aescbc", "aesgcm", "secretbox"];
const known = [...withKeys, "kms", "identity"];

/** One provider; undefined where it is not exactly one that the API server knows. */
function readProvider(value: unknown): Provider | undefined {
  const record = asRecord(value);
  const [name, ...more] = Object.keys(record ?? {});
  const settings = asRecord(name === undefined ? undefined : record?.[name]);
  if (name === undefined || more.length > 0 || settings === undefined || !known.includes(name)) return undefined;
  return { name, settings };
}

function readEntry(value: unknown): Entry | undefined {
  const record = asRecord(value);
  const resources = record === undefined ? undefined : asTexts(property(record, "resources"));
  const listedProviders = record === undefined ? undefined : asList(property(record, "providers") ?? []);
  const providers = listedProviders?.flatMap((provider) => readProvider(provider) ?? []);
  if (resources === undefined || providers === undefined) return undefined;
  return providers.length === listedProviders?.length ? { resources, providers } : undefined;
}

function readEntries(content: unknown): readonly Entry[] | Verdict {
  const config = asRecord(content);
  if (config === undefined || !isKind(config, "EncryptionConfiguration", ["apiserver.config.k8s.io/v1"])) {
    return notReviewed("no EncryptionConfiguration of apiserver.config.k8s.io/v1.");
  }
  const found = asList(property(config, "resources") ?? []);
  const entries = found?.flatMap((entry) => readEntry(entry) ?? []);
  return entries === undefined || entries.length !== found?.length
    ? notReviewed("an EncryptionConfiguration with an entry that is not understood.")
    : entries;
}

/** Every provider of the file, whatever it is for; or why they cannot be said. */
export function providersOf(content: unknown): readonly Provider[] | Verdict {
  const entries = readEntries(content);
  return "status" in entries ? entries : entries.flatMap(({ providers }) => providers);
}

// Kubernetes PR 115149: an older API server takes a wildcard for the name of a resource, which nothing has.
const wildcardsRead = 27;

/** Why a wildcard does not stand for Secrets with this API server, or is not known to. */
function wildcardNotRead({ image }: Invocation): Verdict | undefined {
  const version = imageVersion(image);
  if (version === undefined) return versionUnknown("kube-apiserver (wildcards count since 1.27)", image);
  if (isSince(version, wildcardsRead)) return undefined;
  return open(`only a wildcard is for secrets, which kube-apiserver ${showVersion(version)} does not read.`);
}

/**
 * The providers in force for Secrets, or why that cannot be said. The exact name wins over `*.` (the core group), that
 * over `*.*`, and of several entries the first (encryptionconfig/config.go). `secrets.` is the same name,
 * with an empty group (ParseGroupResource of apimachinery); `Secrets` is none.
 */
function inForce(
  content: unknown,
  call: Invocation,
): { readonly entry: number; readonly providers: readonly Provider[] } | Verdict {
  const entries = readEntries(content);
  if ("status" in entries) return entries;
  for (const names of [["secrets", "secrets."], ["*."], ["*.*"]]) {
    const index = entries.findIndex(({ resources }) => resources.some((name) => names.includes(name)));
    const entry = entries[index];
    const unread = entry === undefined || names.includes("secrets") ? undefined : wildcardNotRead(call);
    if (unread !== undefined) return unread;
    if (entry !== undefined) return { entry: index + 1, providers: entry.providers };
  }
  return open("no entry is for secrets.");
}

const has = (value: unknown, ...names: readonly string[]): boolean =>
  names.every((name) => isText(asRecord(value)?.[name]));

/** Whether a provider has what it encrypts with. */
function isEquipped({ name, settings }: Provider): boolean {
  if (name === "kms") return has(settings, "name", "endpoint");
  const keys = asList(settings["keys"]) ?? [];
  return keys.length > 0 && keys.every((key) => has(key, "name", "secret"));
}

/** Secrets are written with the first provider in force for them: it must not be identity. */
export const encryptsSecrets =
  (call: Invocation): ContentTest =>
  (content) => {
    const found = inForce(content, call);
    if ("status" in found) return found;
    const { entry, providers } = found;
    const [first] = providers;
    if (first === undefined) return open(`entry ${entry}, in force for secrets, has no provider.`);
    const sentence = `entry ${entry} is in force for secrets, with ${listed(providers.map(({ name }) => name))}.`;
    return first.name === "identity" ? open(sentence) : notAFinding(sentence);
  };

/** The same, and the provider has its keys or its endpoint. */
export const canEncryptSecrets =
  (call: Invocation): ContentTest =>
  (content, source) => {
    const found = inForce(content, call);
    const verdict = encryptsSecrets(call)(content, source);
    const first = "status" in found ? undefined : found.providers[0];
    if (first === undefined || verdict.status !== "not_a_finding") return verdict;
    if (!isEquipped(first))
      return open(`${first.name}, the first provider for secrets, has no complete key or endpoint.`);
    return notAFinding(`${verdict.reason} Secrets written before that may still be plain.`);
  };
