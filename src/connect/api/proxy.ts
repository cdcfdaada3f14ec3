import { BlockList, isIP, isIPv6 } from "node:net";

/** Variables of the operator's environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

const first = (environment: Environment, ...names: readonly string[]): string =>
  names.map((name) => environment[name] ?? "").find((value) => value !== "") ?? "";

/**
 * The proxy that the environment names for a server, read as kubectl's own library reads it (golang.org/x/net
 * http/httpproxy): a loopback server never has one. Undefined where there is none.
 * @throws TypeError where the variable holds no URL.
 */
export function proxyFromEnvironment(server: URL, environment: Environment): URL | undefined {
  const named = first(environment, "HTTPS_PROXY", "https_proxy");
  const host = hostOf(server);
  if (named === "" || isLoopback(host)) return undefined;
  const exceptions = first(environment, "NO_PROXY", "no_proxy").split(",");
  const port = server.port === "" ? "443" : server.port;
  if (exceptions.some((entry) => excepts(entry.trim().toLowerCase(), host, port))) return undefined;
  return proxyUrl(named);
}

/**
 * A proxy as kubeconfigs and environments name it; without a scheme it is http.
 * @throws TypeError where it is no URL of a known kind.
 */
export function proxyUrl(text: string): URL {
  const url = new URL(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (!/^(?:https?|socks5h?):$/.test(url.protocol) || url.hostname === "") throw new TypeError("not a proxy");
  return url;
}

const hostOf = (server: URL): string => server.hostname.replace(/^\[(.*)\]$/, "$1").toLowerCase();

/** Whether a host, an address without brackets or a name, is this machine. */
export const isLoopback = (host: string): boolean =>
  host === "localhost" || (isIP(host) !== 0 && (host === "::1" || host.startsWith("127.")));

/** Whether an entry of NO_PROXY covers a host: `*`, an address, a network, a domain, each but a network with a port or without. */
function excepts(entry: string, host: string, port: string): boolean {
  if (entry === "") return false;
  if (entry === "*") return true;
  if (entry.includes("/")) return isWithin(host, entry);
  const { name, only } = withPort(entry);
  if (only !== undefined && only !== port) return false;
  if (isIP(name) !== 0 || isIP(host) !== 0) return isIP(name) !== 0 && isWithin(host, name);
  const domain = name.replace(/^\*\./, ".");
  return domain.startsWith(".") ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function withPort(entry: string): { readonly name: string; readonly only?: string } {
  const [, bracketed, plain, only] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(entry) ?? [];
  const name = bracketed ?? plain ?? entry;
  return only === undefined ? { name } : { name, only };
}

const familyOf = (address: string): "ipv4" | "ipv6" => (isIPv6(address) ? "ipv6" : "ipv4");

/** Whether an address is another's, or within a network; a host name never is, as it is not resolved here. */
function isWithin(host: string, network: string): boolean {
  const [address = "", length] = network.split("/");
  const all = isIPv6(address) ? 128 : 32;
  const bits = length === undefined ? all : Number(length);
  if (isIP(host) === 0 || isIP(address) === 0 || familyOf(host) !== familyOf(address)) return false;
  if (!Number.isInteger(bits) || bits < 0 || bits > all) return false;
  const list = new BlockList();
  list.addSubnet(address, bits, familyOf(address));
  return list.check(host, familyOf(host));
}
