import { X509Certificate } from "node:crypto";
import { Agent, type AgentOptions } from "node:https";
import { type ConnectionOptions, connect, createSecureContext, type TLSSocket } from "node:tls";
import { HttpsProxyAgent } from "hpagent";
import { SocksProxyAgent } from "socks-proxy-agent";
import { firstLine, KubeconfigError } from "./kubeconfig-error.ts";
import type { ApiTarget, Credentials } from "./target.ts";
import type { Dial } from "./tunnel.ts";

// Of the kubelets, which are asked several at once (probes/cluster/configz.ts), none is to wait for a connection.
const maxSockets = 10;

/** How an agent is to behave. `timeout`: milliseconds for a proxy to answer; `signal` ends connections that are being made. */
export type AgentLimits = { readonly timeout: number; readonly signal: AbortSignal; readonly fips: boolean };

/** TLS by NIST SP 800-52, of suites with AES-GCM and a key exchange of their own: every API server has them. */
const approvedTls = {
  minVersion: "TLSv1.2",
  ciphers: [
    "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
  ].join(":"),
  ecdhCurve: "P-256:P-384:P-521",
  sigalgs:
    "ECDSA+SHA256:ECDSA+SHA384:ECDSA+SHA512:RSA-PSS+SHA256:RSA-PSS+SHA384:RSA-PSS+SHA512:RSA+SHA256:RSA+SHA384:RSA+SHA512",
} as const;

/**
 * What keeps the connections to an API server open between requests, through the target's proxy where it has one.
 * @throws KubeconfigError where certificate, key or certificate authority cannot be used.
 */
export function apiAgent(target: ApiTarget, { cert, key }: Credentials, { timeout, signal, fips }: AgentLimits): Agent {
  const { ca, tlsServerName, proxy } = target;
  const given = Object.fromEntries(
    Object.entries({ ca, cert, key, servername: tlsServerName }).filter(([, value]) => value !== undefined),
  );
  try {
    createSecureContext(given);
    // A broken one is passed over there, and then nobody counts.
    if (ca !== undefined) new X509Certificate(ca);
  } catch (error) {
    throw new KubeconfigError(`${target.origin}: certificate, key or certificate authority: ${firstLine(error)}`);
  }
  // Said outright: NODE_TLS_REJECT_UNAUTHORIZED=0 would else switch it off.
  const tls = { ...given, rejectUnauthorized: !target.skipsVerification, ...(fips ? approvedTls : {}) };
  const options: AgentOptions = { ...tls, keepAlive: true, maxSockets, timeout };
  if (target.dial !== undefined) return agentThrough(target.dial, options);
  if (proxy === undefined) return new Agent(options);
  if (proxy.protocol.startsWith("socks")) {
    // As kubectl: the proxy resolves the server's name, with "socks5" too.
    return new SocksProxyAgent(proxy.href.replace(/^socks5:/, "socks5h:"), options) as unknown as Agent;
  }
  const proxyRequestOptions = { headers: {}, signal };
  return new HttpsProxyAgent({ ...options, proxy, proxyRequestOptions });
}

type Made = (error: Error | null, socket?: TLSSocket) => void;

/** An agent whose connections begin where `dial` opens them; TLS is spoken from here all the same. */
function agentThrough(dial: Dial, options: AgentOptions): Agent {
  const secured = async (to: ConnectionOptions): Promise<TLSSocket> =>
    connect({ ...to, socket: await dial(String(to.host), Number(to.port)) });
  const createConnection = (to: ConnectionOptions, made: Made): void => {
    secured(to).then((socket) => made(null, socket), made);
  };
  return Object.assign(new Agent(options), { createConnection });
}
