import type { EtcdSettings } from "../../../evidence/etcd-configuration.ts";

// Without the flag etcd listens on http://localhost: an empty list is not TLS.
const allUse = (scheme: RegExp, urls: readonly string[]): boolean =>
  urls.length > 0 && urls.every((url) => scheme.test(url));

/** True when every client URL is served with TLS (etcd ignores certificates on http URLs). */
export const clientUrlsUseTls = (settings: EtcdSettings): boolean =>
  settings.urls("listen-client-urls").length > 0 &&
  allUse(/^(https|unixs):\/\//i, [...settings.urls("listen-client-urls"), ...settings.urls("listen-client-http-urls")]);

/** True when every peer URL is served with TLS. */
export const peerUrlsUseTls = (settings: EtcdSettings): boolean =>
  allUse(/^https:\/\//i, settings.urls("listen-peer-urls"));

/** Whether a setting has a value. */
export const isSet = (settings: EtcdSettings, name: string): boolean => (settings.text(name) ?? "") !== "";

/**
 * Whether etcd makes its own certificates: it is told to, and has no certificate and key, with which it would not. A
 * value that etcd does not understand is no proof that it does not.
 */
export function signsItself(settings: EtcdSettings, peer: "" | "peer-"): boolean {
  const setting = settings.boolean(`${peer}auto-tls`) ?? false;
  if (setting === "invalid") return true;
  return setting && !(isSet(settings, `${peer}cert-file`) && isSet(settings, `${peer}key-file`));
}

/** Whether clients or peers must show a certificate: asked for, or a CA to check it with is given. */
export const demandsCertificates = (settings: EtcdSettings, peer: "" | "peer-"): boolean =>
  settings.boolean(`${peer}client-cert-auth`) === true || isSet(settings, `${peer}trusted-ca-file`);
