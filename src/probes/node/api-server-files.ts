import { posix } from "node:path";
import type { ParsedFile } from "../../evidence/files.ts";
import { readFlags } from "../../evidence/go-flags.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, entriesSeen, type Observed, present, readAs, unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { parseStructuredFile } from "../parse/structured-file.ts";
import { readComponentFile, type StartedComponent } from "./component-file.ts";

export type ApiServerFiles = Pick<
  CollectedFacts,
  | "content.audit-policy"
  | "content.encryption-config"
  | "content.admission-config"
  | "content.authorization-config"
  | "content.authentication-config"
>;

/** The files that the API server's flags name, read where the host shows them. */
export async function probeApiServerFiles(
  ask: Ask,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
): Promise<ApiServerFiles> {
  const read = (flag: string) => readNamed(ask, manifest, process, flag);
  const [audit, encryption, admission, authorization, authentication] = await Promise.all([
    read("audit-policy-file"),
    read("encryption-provider-config"),
    read("admission-control-config-file"),
    read("authorization-config"),
    read("authentication-config"),
  ]);
  return {
    "content.audit-policy": audit,
    "content.encryption-config": encryption,
    "content.admission-config": await withPluginFiles(ask, manifest, process, admission),
    "content.authorization-config": authorization,
    "content.authentication-config": authentication,
  };
}

const started = (
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
): StartedComponent => ({ manifests: entriesSeen(manifest), processes: entriesSeen(process), source: process.source });

/** The file of one flag. What is configured and what runs must name the same one: else it is not known which is read. */
async function readNamed(
  ask: Ask,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
  flag: string,
): Promise<Observed<ParsedFile>> {
  if (manifest.state === "unknown") return manifest;
  if (process.state === "unknown") return process;
  const component = started(manifest, process);
  const calls = [...component.manifests, ...component.processes];
  const paths = [...new Set(calls.map((call) => readFlags(call).text(flag) ?? ""))];
  const [path = "", ...others] = paths;
  if (others.length > 0) {
    const shown = paths.map((name) => (name === "" ? "no file" : name)).join(" and ");
    return unknown("unsupported", `--${flag} names ${shown} in manifests and processes`, process.source);
  }
  return path === "" ? absent(process.source) : readParsed(ask, component, path);
}

async function readParsed(ask: Ask, component: StartedComponent, path: string): Promise<Observed<ParsedFile>> {
  const read = await readComponentFile(ask, component, path);
  if (read.state !== "present") return read;
  const { file, text } = read.value;
  return readAs(read.source, () => ({ path, file, content: parseStructuredFile(text) }));
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * The admission configuration with what plugins keep in files of their own put in as their `configuration`. One that is
 * there already wins over the path, as it does for the API server (GetAdmissionPluginConfigurationFor).
 */
async function withPluginFiles(
  ask: Ask,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
  config: Observed<ParsedFile>,
): Promise<Observed<ParsedFile>> {
  if (config.state !== "present") return config;
  const { path: configPath, content } = config.value;
  if (!isRecord(content) || !Array.isArray(content["plugins"])) return config;
  const component = started(manifest, process);
  const plugins: unknown[] = [];
  for (const plugin of content["plugins"] as readonly unknown[]) {
    const named = isRecord(plugin) && (plugin["configuration"] ?? null) === null ? plugin["path"] : undefined;
    if (!isRecord(plugin) || typeof named !== "string" || named === "") {
      plugins.push(plugin);
      continue;
    }
    const path = posix.isAbsolute(named) ? named : posix.join(posix.dirname(configPath), named);
    const read = await readParsed(ask, component, path);
    if (read.state !== "present") return read;
    plugins.push({ ...plugin, configuration: read.value.content });
  }
  return present({ ...config.value, content: { ...content, plugins } }, config.source);
}
