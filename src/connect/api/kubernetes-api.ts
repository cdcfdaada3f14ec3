import type { ApiAccess, KubeconfigAccess, NodeKubeconfigAccess } from "../../inventory/inventory.ts";
import { chooseContext } from "./choose-context.ts";
import { readNamed } from "./key-material.ts";
import { targetOf } from "./kubeconfig-target.ts";
import { lateApi } from "./late-api.ts";
import { requireSelfContained } from "./node-kubeconfig.ts";
import { type ApiConnection, type ApiLimits, openApi } from "./open-api.ts";
import type { Environment } from "./proxy.ts";
import { serviceAccount } from "./service-account.ts";
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
  const chosen = chooseContext(readNamed(origin, "kubeconfig"), origin, context);
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
    const chosen = chooseContext(opened.file, origin, context, "secret");
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
