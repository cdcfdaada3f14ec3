import { posix } from "node:path";
import type { ParsedFile } from "../../evidence/files.ts";
import { flagTexts } from "../../evidence/flag-texts.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { firstUnknown, type Observed, present, valuesSeen } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { type ObservedComponent, readNamedFile, readParsed, startedComponent } from "./named-file.ts";

/** What files hold that kube-apiserver's flags name. */
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
  const component = { manifest, process };
  const read = (flag: string) => readNamedFile(ask, component, `--${flag}`, (call) => flagTexts(call, flag));
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
    "content.admission-config": await withPluginFile(ask, component, admission),
    "content.authorization-config": authorization,
    "content.authentication-config": authentication,
  };
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The one plugin whose configuration is judged: what others keep in files is not looked at. */
const judgedPlugin = "PodSecurity";

/**
 * The admission configuration with what the plugin keeps in a file of its own put in as its `configuration`. One that is
 * there already wins over the path, as it does for the API server (GetAdmissionPluginConfigurationFor).
 */
async function withPluginFile(
  ask: Ask,
  component: ObservedComponent,
  config: Observed<ParsedFile>,
): Promise<Observed<ParsedFile>> {
  if (config.state !== "present") return config;
  const { path: configPath, content } = config.value;
  if (!isRecord(content) || !Array.isArray(content["plugins"])) return config;
  const plugins = await Promise.all(
    (content["plugins"] as readonly unknown[]).map(async (plugin): Promise<Observed<unknown>> => {
      const isJudged = isRecord(plugin) && plugin["name"] === judgedPlugin;
      const named = isJudged && (plugin["configuration"] ?? null) === null ? plugin["path"] : undefined;
      if (!isRecord(plugin) || typeof named !== "string" || named === "") return present(plugin, config.source);
      const path = posix.isAbsolute(named) ? named : posix.join(posix.dirname(configPath), named);
      const read = await readParsed(ask, startedComponent(component), path);
      return read.state === "present" ? present({ ...plugin, configuration: read.value.content }, read.source) : read;
    }),
  );
  const unread = firstUnknown(plugins);
  if (unread !== undefined) return unread;
  return present({ ...config.value, content: { ...content, plugins: valuesSeen(plugins) } }, config.source);
}
