import type { ApiAccess, KubeconfigAccess, NodeKubeconfigAccess } from "../inventory/inventory.ts";
import { readNamed } from "./api/key-material.ts";
import { firstLine, KubeconfigError } from "./api/kubeconfig-error.ts";
import { type ChosenContext, targetOf } from "./api/kubeconfig-target.ts";
import { lateApi } from "./api/late-api.ts";
import { requireSelfContained } from "./api/node-kubeconfig.ts";
import { type ApiConnection, type ApiLimits, openApi } from "./api/open-api.ts";
import type { Environment } from "./api/proxy.ts";
import { serviceAccount } from "./api/service-account.ts";
import { DialError, type Tunnel } from "./tunnel.ts";

/** What a connection is made with. */
export type ApiOptions = {
  readonly environment: Environment;
  readonly limits: ApiLimits;
  /** Milliseconds that a credential plugin may take. */
  readonly pluginDeadline: number;
  /** The way through a host of the inventory; a `file` is read there, unredacted. */
  readonly tunnel: (host: string, file?: string) => Tunnel;
};

/**
 * Opens the API server that an inventory names; it, and the host from which it may have to be reached, are contacted with
 * the first question.
 * @throws KubeconfigError where the file, the context or the credentials cannot be used; of a file that lies on a node
 * that is part of the answers.
 */
export async function connectKubernetesApi(access: ApiAccess, options: ApiOptions): Promise<ApiConnection> {
  if ("inCluster" in access) return openApi(serviceAccount(options.environment), options.limits);
  return "kubeconfigOnNode" in access ? byNodeKubeconfig(access, options) : byKubeconfig(access, options);
}

async function byKubeconfig(access: KubeconfigAccess, options: ApiOptions): Promise<ApiConnection> {
  const { kubeconfig: origin, via, context } = access;
  const { environment, pluginDeadline, limits } = options;
  const lookup = { origin, environment, pluginDeadline, ...(via === undefined ? {} : { via }) };
  const chosen = await chooseContext(readNamed(origin, "kubeconfig"), origin, context);
  const target = targetOf(chosen, lookup, access.insecureSkipTLSVerify === true);
  if (via === undefined) return openApi(target, limits);
  const tunnel = options.tunnel(via);
  // Credentials are obtained at once, as without a tunnel: what is wrong with them is said before anybody is contacted.
  const connection = await openApi({ ...target, dial: (address, port) => dialThrough(tunnel, address, port) }, limits);
  const { server, unverifiedTls } = connection;
  const known = { server, via: { host: via }, ...(unverifiedTls && { unverifiedTls }) };
  const open = async () => {
    const opened = await tunnel.open();
    return opened.state === "failed" ? opened : connection;
  };
  return lateApi(known, open, () => {
    connection.close();
    tunnel.close();
  });
}

async function dialThrough(tunnel: Tunnel, address: string, port: number) {
  const opened = await tunnel.open();
  if (opened.state === "open") return opened.dial(address, port);
  throw new DialError(opened.cause, opened.message, false);
}

function byNodeKubeconfig(access: NodeKubeconfigAccess, options: ApiOptions): ApiConnection {
  const { kubeconfigOnNode, via, context, insecureSkipTLSVerify } = access;
  const { environment, pluginDeadline, limits } = options;
  const origin = `${via}:${kubeconfigOnNode}`;
  const tunnel = options.tunnel(via, kubeconfigOnNode);
  const open = async () => {
    const opened = await tunnel.open();
    if (opened.state === "failed") return opened;
    const chosen = await chooseContext(opened.file, origin, context, "secret");
    requireSelfContained(chosen, origin);
    const target = targetOf(chosen, { origin, environment, pluginDeadline, via }, insecureSkipTLSVerify === true);
    return openApi({ ...target, dial: opened.dial }, limits);
  };
  const known = {
    server: `as ${origin} says`,
    via: { host: via, kubeconfigOnNode },
    ...(insecureSkipTLSVerify && { unverifiedTls: insecureSkipTLSVerify }),
  };
  return lateApi(known, open, tunnel.close);
}

/**
 * client-node is loaded only here, because its generated models are slow to load, and only its reading of kubeconfigs is
 * used: its lists drop unknown fields, its plugins have no deadline, and it opens a connection a request.
 */
async function chooseContext(
  text: string,
  origin: string,
  wanted: string | undefined,
  shown: "secret" | "own" = "own",
): Promise<ChosenContext> {
  const { KubeConfig, loadYaml } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const written = understood(origin, shown, () => {
    config.loadFromString(text);
    return loadYaml<Written>(text);
  });
  const name = wanted ?? config.getCurrentContext();
  if (!name)
    throw new KubeconfigError(
      `${origin}: it has no current context: name one with "context" in the inventory, or --context where there is none yet`,
    );
  config.setCurrentContext(name);
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw new KubeconfigError(`${origin}: no cluster for context "${name}"`);
  const user = config.getCurrentUser();
  const userName = config.getContextObject(name)?.user;
  if (userName && user === null) throw new KubeconfigError(`${origin}: no user for context "${name}"`);
  const tokenFile = tokenFileOf(written, userName);
  return { cluster, user: { ...user, ...(tokenFile === undefined ? {} : { tokenFile }) } };
}

type Written = { readonly users?: unknown };

/** client-node reads `token-file`, which is nobody's key; kubectl's is `tokenFile`. */
function tokenFileOf({ users }: Written, name: string | undefined): unknown {
  const entries = Array.isArray(users) ? (users as readonly { name?: unknown; user?: { tokenFile?: unknown } }[]) : [];
  return entries.find((entry) => entry.name === name)?.user?.tokenFile;
}

function understood<T>(origin: string, shown: "secret" | "own", read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What its reader stumbles over without foreseeing it is no kubeconfig at all. What is wrong with a file of a node
    // may quote it.
    const isSaid = shown === "own" && !(error instanceof TypeError);
    throw new KubeconfigError(`${origin}: ${isSaid ? firstLine(error) : "it is not a kubeconfig"}`);
  }
}
