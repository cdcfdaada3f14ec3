import type { ApiAccess, KubeconfigAccess } from "../inventory/inventory.ts";
import { readNamed } from "./api/key-material.ts";
import { firstLine, KubeconfigError } from "./api/kubeconfig-error.ts";
import { type ChosenContext, targetOf } from "./api/kubeconfig-target.ts";
import { type ApiConnection, type ApiLimits, openApi } from "./api/open-api.ts";
import type { Environment } from "./api/proxy.ts";
import { serviceAccount } from "./api/service-account.ts";

/** What a connection is made with. */
export type ApiOptions = {
  readonly environment: Environment;
  readonly limits: ApiLimits;
  /** Milliseconds that a credential plugin may take. */
  readonly pluginDeadline: number;
};

/**
 * Opens the API server that an inventory names; it is contacted with the first question.
 * @throws KubeconfigError where the file, the context or the credentials cannot be used.
 */
export async function connectKubernetesApi(access: ApiAccess, options: ApiOptions): Promise<ApiConnection> {
  if ("inCluster" in access) return openApi(serviceAccount(options.environment), options.limits);
  const skipsVerification = access.insecureSkipTLSVerify === true;
  const { environment, pluginDeadline } = options;
  const lookup = { origin: access.kubeconfig, environment, pluginDeadline };
  return openApi(targetOf(await chooseContext(access), lookup, skipsVerification), options.limits);
}

/**
 * client-node is loaded only here, because its generated models are slow to load, and only its reading of kubeconfigs is
 * used: its lists drop unknown fields, its plugins have no deadline, and it opens a connection a request.
 */
async function chooseContext({ kubeconfig: origin, context: wanted }: KubeconfigAccess): Promise<ChosenContext> {
  const { KubeConfig, loadYaml } = await import("@kubernetes/client-node");
  const text = readNamed(origin, "kubeconfig");
  const config = new KubeConfig();
  const written = understood(origin, () => {
    config.loadFromString(text);
    return loadYaml<Written>(text);
  });
  const name = wanted ?? config.getCurrentContext();
  if (!name)
    throw new KubeconfigError(`${origin}: it has no current context: name one with "context" in the inventory`);
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

function understood<T>(origin: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    // What its reader stumbles over without foreseeing it is no kubeconfig at all.
    throw new KubeconfigError(`${origin}: ${error instanceof TypeError ? "it is not a kubeconfig" : firstLine(error)}`);
  }
}
