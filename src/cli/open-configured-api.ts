import { setTimeout } from "node:timers/promises";
import type { ApiConnection } from "../connect/api/open-api.ts";
import { connectKubernetesApi } from "../connect/kubernetes-api.ts";
import type { ApiAccess } from "../inventory/inventory.ts";
import type { Terminal } from "./terminal.ts";

/** Milliseconds for one answer, for everything, and for a credential plugin; bytes of the largest page. */
const limits = { request: 30_000, total: 300_000, largest: 64 * 1024 * 1024 };
const pluginDeadline = 60_000;

/**
 * The API server of an inventory, with the operator's environment: proxies, and what credential plugins need.
 * @throws KubeconfigError where credentials cannot be used; no host has been contacted.
 */
export const openConfiguredApi = (access: ApiAccess, { environment, now }: Terminal): Promise<ApiConnection> =>
  connectKubernetesApi(access, {
    environment,
    pluginDeadline,
    limits: { ...limits, now, wait: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }) },
  });
