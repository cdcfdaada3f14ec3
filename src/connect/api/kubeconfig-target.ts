import { dirname, resolve } from "node:path";
import { credentialsOf, type KubeconfigUser, type Lookup } from "./credentials.ts";
import { parsePlugin } from "./exec-plugin.ts";
import { pemOf } from "./key-material.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";
import { proxyFromEnvironment, proxyUrl } from "./proxy.ts";
import type { ApiTarget } from "./target.ts";

/** The cluster and the user of a kubeconfig's context, as written. */
export type ChosenContext = {
  readonly cluster: {
    readonly server: string;
    readonly caData?: unknown;
    readonly caFile?: string;
    readonly tlsServerName?: string;
    readonly skipTLSVerify: boolean;
    readonly proxyUrl?: string;
  };
  readonly user: KubeconfigUser;
};

const unverified =
  "insecure-skip-tls-verify is set, and plimsoll verifies TLS: give the cluster its certificate-authority, or say " +
  '"insecureSkipTLSVerify: true" under "api" in the inventory, which every report will show';

/**
 * What a context leads to. Reads the files that it names; runs no plugin yet.
 * @throws KubeconfigError where something of it cannot be used.
 */
export function targetOf({ cluster, user }: ChosenContext, lookup: Lookup, skipsVerification: boolean): ApiTarget {
  const { origin } = lookup;
  if (cluster.skipTLSVerify && !skipsVerification) throw new KubeconfigError(`${origin}: ${unverified}`);
  const server = serverUrl(cluster.server, origin);
  const file = cluster.caFile ? resolve(dirname(origin), cluster.caFile) : undefined;
  const ca = pemOf({ key: "certificate-authority", data: cluster.caData, file }, origin);
  const proxy = proxyOf(cluster.proxyUrl, server, lookup);
  const { tlsServerName } = cluster;
  const view = {
    server: server.href,
    ...(ca === undefined ? {} : { "certificate-authority-data": Buffer.from(ca).toString("base64") }),
    ...(tlsServerName ? { "tls-server-name": tlsServerName } : {}),
    ...(proxy === undefined ? {} : { "proxy-url": proxy.href }),
  };
  const plugin = user.exec ? parsePlugin(user.exec, origin, view) : undefined;
  return {
    origin,
    server: withoutEndSlashes(server.href),
    skipsVerification,
    ...(ca === undefined ? {} : { ca }),
    ...(tlsServerName ? { tlsServerName } : {}),
    ...(proxy === undefined ? {} : { proxy }),
    credentials: credentialsOf(user, plugin, lookup),
  };
}

function serverUrl(text: string, origin: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // Credentials in the URL would be shown wherever the server is.
  if (url?.protocol === "https:" && url.username === "" && url.password === "" && url.search === "") return url;
  throw new KubeconfigError(`${origin}: the cluster's server must be an https URL without credentials`);
}

function proxyOf(written: string | undefined, server: URL, { origin, environment, via }: Lookup): URL | undefined {
  if (via !== undefined && written) {
    throw new KubeconfigError(
      `${origin}: proxy-url and "via" in the inventory are two ways to one API server: give one`,
    );
  }
  // HTTPS_PROXY is how this machine goes out; the connection begins on that host.
  if (via !== undefined) return undefined;
  // Neither is shown: both may hold a password.
  const what = written ? "proxy-url" : "HTTPS_PROXY";
  try {
    return written ? proxyUrl(written) : proxyFromEnvironment(server, environment);
  } catch {
    throw new KubeconfigError(`${origin}: ${what} is not the URL of an http, https or socks5 proxy`);
  }
}

/** By hand: a pattern looks for the end from every slash anew. */
function withoutEndSlashes(url: string): string {
  let end = url.length;
  while (url.charAt(end - 1) === "/") end -= 1;
  return url.slice(0, end);
}
