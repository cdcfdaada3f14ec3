import { spawn } from "node:child_process";
import { dirname, resolve } from "node:path";
import { codeOf } from "../../error-code.ts";
import { signalGroup } from "../../process-group.ts";
import { seconds } from "../limits.ts";
import { firstLine, KubeconfigError } from "./kubeconfig-error.ts";
import type { Environment } from "./proxy.ts";
import type { Credentials } from "./target.ts";

/** A client-go credential plugin, as a kubeconfig names it. */
export type ExecPlugin = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly apiVersion: string;
  /** What the plugin may know of the cluster, where it asked for it. */
  readonly cluster?: object;
};

/** How a plugin is run. */
export type PluginRun = {
  readonly origin: string;
  readonly environment: Environment;
  /** Milliseconds after which it is killed, with whatever it started. */
  readonly deadline: number;
};

const mostOutput = 1024 * 1024;
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;
const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/**
 * Reads the `exec` of a kubeconfig's user.
 * @throws KubeconfigError where it is not one, or wants a person at a terminal.
 */
export function parsePlugin(exec: unknown, origin: string, cluster: object): ExecPlugin {
  const { command, args, env, apiVersion, interactiveMode, provideClusterInfo } = isRecord(exec) ? exec : {};
  const variables = env ?? [];
  const words = args ?? [];
  if (!isText(command) || !isText(apiVersion) || !Array.isArray(words) || !Array.isArray(variables)) {
    throw new KubeconfigError(`${origin}: exec needs a command and an apiVersion, and lists for args and env`);
  }
  if (interactiveMode === "Always") {
    throw new KubeconfigError(
      `${origin}: exec plugin "${command}" wants a person at a terminal, which is not supported`,
    );
  }
  return {
    // As client-go: a path is relative to the kubeconfig, a bare name is looked for on the PATH.
    command: /[/\\]/.test(command) ? resolve(dirname(origin), command) : command,
    args: words.map(String),
    env: Object.fromEntries(variables.filter(isRecord).map(({ name, value }) => [String(name), String(value ?? "")])),
    apiVersion,
    ...(provideClusterInfo === true ? { cluster } : {}),
  };
}

/**
 * Runs a plugin and reads the credentials that it prints.
 * @throws KubeconfigError where it hangs, fails or prints something else.
 */
export async function runPlugin(plugin: ExecPlugin, run: PluginRun): Promise<Credentials> {
  const { ended, output } = await runProgram(plugin, run);
  if (ended !== undefined) throw new KubeconfigError(`${run.origin}: exec plugin "${plugin.command}" ${ended}`);
  const credentials = readCredential(output, plugin.apiVersion);
  if (typeof credentials !== "string") return credentials;
  throw new KubeconfigError(`${run.origin}: exec plugin "${plugin.command}" printed ${credentials}`);
}

type Ended = { readonly ended?: string; readonly output: string };

/** What the plugin is told, by the contract of client-go's credential plugins. */
const execInfo = ({ apiVersion, cluster }: ExecPlugin): string =>
  JSON.stringify({ apiVersion, kind: "ExecCredential", spec: { interactive: false, ...(cluster && { cluster }) } });

function runProgram(plugin: ExecPlugin, { environment, deadline }: PluginRun): Promise<Ended> {
  return new Promise((end) => {
    const env = { ...environment, ...plugin.env, KUBERNETES_EXEC_INFO: execInfo(plugin) };
    // A process group of its own, so that what it starts is killed with it.
    const child = spawn(plugin.command, plugin.args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
    const chunks: { readonly out: Buffer[]; readonly error: Buffer[] } = { out: [], error: [] };
    let size = 0;
    const finish = (ended: string | undefined): void => {
      clearTimeout(timer);
      end({ ...(ended === undefined ? {} : { ended }), output: Buffer.concat(chunks.out).toString("utf8") });
    };
    const kill = (why: string): void => {
      signalGroup(child.pid, "SIGKILL");
      child.stdout.destroy();
      child.stderr.destroy();
      finish(why);
    };
    const timer = setTimeout(() => kill(`did not end within ${seconds(deadline)} and was killed`), deadline);
    const keep = (list: Buffer[]) => (chunk: Buffer) => {
      size += chunk.length;
      if (size > mostOutput) kill("printed more than 1 MiB and was killed");
      else list.push(chunk);
    };
    child.stdout.on("data", keep(chunks.out));
    child.stderr.on("data", keep(chunks.error));
    child.on("error", (error) => finish(notStarted(error)));
    child.on("close", (status, signal) => {
      if (status === 0) return finish(undefined);
      const said = firstLine(Buffer.concat(chunks.error).toString("utf8"));
      finish(`ended with ${signal ?? `status ${status}`}${said === "" ? "" : `: ${said}`}`);
    });
  });
}

const notStarted = (error: Error): string =>
  codeOf(error) === "ENOENT" ? "cannot be run: there is no such program" : `cannot be run: ${firstLine(error)}`;

/** The credentials in a plugin's output, or what it printed instead. */
function readCredential(output: string, apiVersion: string): Credentials | string {
  const printed = parsedJson(output);
  if (!isRecord(printed) || printed["kind"] !== "ExecCredential") return "something that is not an ExecCredential";
  if (printed["apiVersion"] !== apiVersion) return `an ExecCredential of another apiVersion than ${apiVersion}`;
  const status = isRecord(printed["status"]) ? printed["status"] : {};
  const { token, clientCertificateData: cert, clientKeyData: key, expirationTimestamp } = status;
  if (!isText(token) && !(isText(cert) && isText(key))) return "neither a token nor a certificate with its key";
  const expires = isText(expirationTimestamp) ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    headers: isText(token) ? { authorization: `Bearer ${token}` } : {},
    ...(isText(cert) && isText(key) ? { cert, key } : {}),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
