import { setTimeout } from "node:timers/promises";
import type { ApiConnection } from "../../connect/api/open-api.ts";
import { type Tunnel, tunnelThrough } from "../../connect/api/tunnel.ts";
import type { Host, Inventory } from "../../inventory/inventory.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { FipsFlag } from "./fips.ts";
import type { SshAccess } from "./ssh-access.ts";

/** Milliseconds for one answer, for everything, and for a credential plugin; bytes of the largest page. */
const limits = { request: 30_000, total: 300_000, largest: 64 * 1024 * 1024 };
const pluginDeadline = 60_000;

/** Of an inventory what leads to its API server. */
export type ApiOfInventory = Pick<Inventory, "api" | "hosts">;

/** The host through which the API server is reached, if one is: SSH to it is needed, be it audited over SSH or not. */
export const tunnelHosts = ({ api, hosts }: ApiOfInventory): readonly Host[] =>
  api !== undefined && "via" in api ? hosts.filter(({ name }) => name === api.via) : [];

/** The host on which a kubeconfig is read, if there is one: in a shell of root's. */
export const kubeconfigHosts = (inventory: ApiOfInventory): readonly Host[] =>
  inventory.api !== undefined && "kubeconfigOnNode" in inventory.api ? tunnelHosts(inventory) : [];

/**
 * The API server of an inventory, with the operator's environment: proxies, and what credential plugins need. Undefined
 * where the inventory names none.
 * @throws KubeconfigError where credentials cannot be used; no host has been contacted.
 */
export async function openConfiguredApi(
  inventory: ApiOfInventory,
  ssh: SshAccess,
  { environment, now }: Terminal,
  { fips }: FipsFlag,
): Promise<ApiConnection | undefined> {
  if (inventory.api === undefined) return undefined;
  const tunnel = (name: string, file?: string): Tunnel => {
    const host = tunnelHosts(inventory).find((one) => one.name === name);
    if (host === undefined) throw new Error(`no host ${name} in the inventory`);
    return tunnelThrough(host, ssh.optionsFor(host), file);
  };
  // With the libraries that a kubeconfig and proxies need, which an inventory of hosts alone does not.
  const { connectKubernetesApi } = await import("../../connect/api/kubernetes-api.ts");
  return connectKubernetesApi(inventory.api, {
    environment,
    pluginDeadline,
    tunnel,
    limits: {
      ...limits,
      ...(fips === true && { fips }),
      now,
      elapsed: () => performance.now(),
      wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
    },
  });
}
