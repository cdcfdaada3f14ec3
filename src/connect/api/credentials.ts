import { dirname, resolve } from "node:path";
import { type ExecPlugin, runPlugin } from "./exec-plugin.ts";
import { pemOf, readNamed } from "./key-material.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";
import type { Environment } from "./proxy.ts";
import type { CredentialSource, Credentials } from "./target.ts";

/** The user of a kubeconfig's context, as written. */
export type KubeconfigUser = {
  readonly certData?: unknown;
  readonly certFile?: string;
  readonly keyData?: unknown;
  readonly keyFile?: string;
  readonly token?: unknown;
  readonly tokenFile?: unknown;
  readonly exec?: unknown;
  readonly authProvider?: unknown;
  readonly username?: unknown;
  readonly impersonateUser?: unknown;
};

/** What credentials are looked for with. */
export type Lookup = {
  /** The kubeconfig's path: sentences name it, and relative paths start from its folder. */
  readonly origin: string;
  readonly environment: Environment;
  /** The host from which the server is reached; without it, from here. */
  readonly via?: string;
  /** Milliseconds that a plugin may take. */
  readonly pluginDeadline: number;
};

/**
 * The credentials of a kubeconfig's user. Certificates are read at once; a token file and a plugin's answer may change
 * while the run goes on.
 * @throws KubeconfigError where they cannot be read or are of a kind that is not supported.
 */
export function credentialsOf(user: KubeconfigUser, plugin: ExecPlugin | undefined, lookup: Lookup): CredentialSource {
  refuseUnsupported(user, lookup.origin);
  const fixed = { ...clientCertificate(user, lookup.origin), headers: actingAs(user) };
  const { token, tokenFile } = user;
  // As client-go: a token file wins over a token, and either over a plugin.
  if (isText(tokenFile)) return fromFile(resolve(dirname(lookup.origin), tokenFile), lookup.origin, fixed);
  const written = isText(token) ? token : idToken(user.authProvider);
  if (written !== undefined) return always(withToken(fixed, written));
  if (plugin !== undefined) return fromPlugin(plugin, lookup, fixed);
  return always(fixed);
}

/** A token in a file that somebody else keeps fresh. */
export const fromFile = (path: string, origin: string, fixed: Credentials = { headers: {} }): CredentialSource => ({
  renewable: true,
  obtain: async () => withToken(fixed, readNamed(path, "token file", origin)),
});

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";
const always = (credentials: Credentials): CredentialSource => ({ renewable: false, obtain: async () => credentials });

function fromPlugin(plugin: ExecPlugin, { origin, environment, pluginDeadline }: Lookup, fixed: Credentials) {
  const obtain = async (): Promise<Credentials> => {
    const given = await runPlugin(plugin, { origin, environment, deadline: pluginDeadline });
    return { ...fixed, ...given, headers: { ...fixed.headers, ...given.headers } };
  };
  return { renewable: true, obtain };
}

const withToken = (fixed: Credentials, token: string): Credentials => ({
  ...fixed,
  headers: { ...fixed.headers, authorization: `Bearer ${token.trim()}` },
});

function clientCertificate(user: KubeconfigUser, origin: string): Pick<Credentials, "cert" | "key"> {
  const fileOf = (file: string | undefined) => (isText(file) ? resolve(dirname(origin), file) : undefined);
  const cert = pemOf({ key: "client-certificate", data: user.certData, file: fileOf(user.certFile) }, origin);
  const key = pemOf({ key: "client-key", data: user.keyData, file: fileOf(user.keyFile) }, origin);
  if (cert === undefined && key === undefined) return {};
  if (cert !== undefined && key !== undefined) return { cert, key };
  throw new KubeconfigError(`${origin}: client-certificate and client-key belong together, and one is missing`);
}

const actingAs = ({ impersonateUser }: KubeconfigUser): Readonly<Record<string, string>> =>
  isText(impersonateUser) ? { "impersonate-user": impersonateUser } : {};

/** OpenID Connect's token as it stands: to refresh it would use up the operator's refresh token. */
function idToken(provider: unknown): string | undefined {
  const config = (provider as { readonly config?: Readonly<Record<string, unknown>> } | undefined | null)?.config;
  return isText(config?.["id-token"]) ? config["id-token"] : undefined;
}

function refuseUnsupported({ authProvider, username }: KubeconfigUser, origin: string): void {
  const name = (authProvider as { readonly name?: unknown } | undefined | null)?.name;
  if (isText(name) && name !== "oidc") {
    throw new KubeconfigError(
      `${origin}: auth-provider "${name}" is not supported: use its exec plugin, as kubectl does`,
    );
  }
  if (name === "oidc" && idToken(authProvider) === undefined) {
    throw new KubeconfigError(`${origin}: auth-provider "oidc" has no id-token: log in again, or use an exec plugin`);
  }
  if (isText(username)) {
    throw new KubeconfigError(`${origin}: username and password are not supported: Kubernetes dropped them in 1.19`);
  }
}
