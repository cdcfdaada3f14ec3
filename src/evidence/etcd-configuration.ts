import type { ParsedFile } from "./files.ts";
import { type Flags, flagReadings, parseBoolean } from "./go-flags.ts";
import { withoutCase } from "./json-keys.ts";
import { type Observed, type Unknown, unknown } from "./observed.ts";
import type { Environment, Invocation } from "./processes.ts";

/** etcd's settings as etcd merges them, by the names of its flags. Undefined: not set, so etcd's default. */
export type EtcdSettings = {
  readonly text: (name: string) => string | undefined;
  readonly boolean: (name: string) => boolean | "invalid" | undefined;
  /** Comma-separated URLs. */
  readonly urls: (name: string) => readonly string[];
  /** A value as it is written, whatever its type. */
  readonly shown: (name: string) => string | undefined;
  /** The configuration file that they are from; undefined where they are from flags and environment. */
  readonly file?: ParsedFile;
};

/** The variable that stands for a flag: ETCD_AUTO_TLS for --auto-tls. */
export const environmentName = (flag: string): string => `ETCD_${flag.toUpperCase().replaceAll("-", "_")}`;

/** A variable's value; etcd skips empty ones. */
const variable = (env: Environment, name: string): string | undefined =>
  env === "unread" ? undefined : env[environmentName(name)] || undefined;

const splitUrls = (text: string | undefined): readonly string[] =>
  (text ?? "").split(",").flatMap((url) => url.trim() || []);

/** Settings out of flags and environment; a flag wins. */
function commandLineSettings(flags: Flags, env: Environment): EtcdSettings {
  const text = (name: string) => flags.text(name) ?? variable(env, name);
  return {
    text,
    boolean(name) {
      const byVariable = variable(env, name);
      return flags.boolean(name) ?? (byVariable === undefined ? undefined : parseBoolean(byVariable));
    },
    urls: (name) => splitUrls(text(name)),
    shown: text,
  };
}

// etcd's securityConfig (server/embed/config.go).
const securityKeys = [
  ...["cert-file", "key-file", "client-cert-file", "client-key-file"],
  ...["client-cert-auth", "trusted-ca-file", "auto-tls"],
];

/** Where the configuration file has a flag's setting: `peer-transport-security.cert-file` for --peer-cert-file. */
export function fileKeyOf(flag: string): string {
  const peer = flag.startsWith("peer-") ? flag.slice("peer-".length) : "";
  if (securityKeys.includes(peer)) return `peer-transport-security.${peer}`;
  return securityKeys.includes(flag) ? `client-transport-security.${flag}` : flag;
}

/**
 * etcd reads the file as JSON, whose keys Go matches whatever their case. Several that match fill in one after the other,
 * in their order (lower case last), and null changes nothing: the last that says something counts.
 */
function valueAt(content: unknown, keys: readonly string[]): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return content ?? undefined;
  if (typeof content !== "object" || content === null) return undefined;
  const entries = Object.entries(content).filter(([name]) => withoutCase(name) === key);
  const values = entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => valueAt(value, rest));
  return values.findLast((value) => value !== undefined);
}

/** Settings out of a configuration file, which alone counts. A value of another type than etcd takes is invalid. */
function fileSettings(file: ParsedFile): EtcdSettings {
  const value = (name: string): unknown => valueAt(file.content, fileKeyOf(name).split("."));
  const text = (name: string) => {
    const found = value(name);
    return found === undefined || typeof found === "string" ? found : "";
  };
  return {
    text,
    boolean(name) {
      const found = value(name);
      return found === undefined || typeof found === "boolean" ? found : "invalid";
    },
    urls: (name) => splitUrls(text(name)),
    shown(name) {
      const found = value(name);
      return found === undefined || typeof found === "string" ? found : JSON.stringify(found);
    },
    file,
  };
}

// Fields of embed.Config without a name for JSON, which Go fills in by their own, of 3.4 by shorter ones. What the file has by the
// name of a flag is laid over them.
const goFields = [
  "listenpeerurls",
  "listenclienturls",
  "listenclienthttpurls",
  "listenmetricsurls",
  "lpurls",
  "lcurls",
];

/** A key of the file by which etcd takes URLs that its flags' names do not show. */
const goFieldIn = ({ content }: ParsedFile): string | undefined =>
  typeof content === "object" && content !== null
    ? Object.keys(content).find((key) => goFields.includes(withoutCase(key)))
    : undefined;

/** The configuration file that a command line and its environment name. Unknown: it may be named where nobody looked. */
export function etcdConfigFile(flags: Flags, { env, source }: Pick<Invocation, "env" | "source">): string | Unknown {
  const byFlag = flags.text("config-file") || undefined;
  if (byFlag === undefined && env === "unread") {
    return unknown("not-collected", "the environment that etcd was started with was not read", {
      ...source,
      request: "the environment of etcd",
    });
  }
  return byFlag ?? variable(env, "config-file") ?? "";
}

/** The settings of one etcd: those of its configuration file alone where one is named, else flags, else environment. */
export function etcdSettings(
  flags: Flags,
  call: Pick<Invocation, "env" | "source">,
  config: Observed<ParsedFile>,
): EtcdSettings | Unknown {
  const named = etcdConfigFile(flags, call);
  if (typeof named !== "string") return named;
  if (named === "") return commandLineSettings(flags, call.env);
  if (config.state === "unknown") return config;
  const source = { ...config.source, file: named };
  if (config.state === "present" && config.value.path === named) {
    const field = goFieldIn(config.value);
    return field === undefined
      ? fileSettings(config.value)
      : unknown("unsupported", `${named} sets ${field}, a field of etcd's own that no flag has`, source);
  }
  return unknown("not-collected", `the configuration file ${named} was not read`, source);
}

/** The same once for each way in which its command line can be read. */
export const etcdReadings = (call: Invocation, config: Observed<ParsedFile>): readonly (EtcdSettings | Unknown)[] =>
  flagReadings(call, "go-flag").map((flags) => etcdSettings(flags, call, config));

/** Whether settings are known. */
export const isKnown = (settings: EtcdSettings | Unknown): settings is EtcdSettings => "text" in settings;
