import { type Flags, parseBoolean } from "../../evidence/go-flags.ts";

/** etcd's settings as etcd merges them: flag, else ETCD_NAME in the environment, else undefined (its default). */
export type EtcdSettings = {
  readonly text: (name: string) => string | undefined;
  readonly boolean: (name: string) => boolean | "invalid" | undefined;
  /** Comma-separated URLs. */
  readonly urls: (name: string) => readonly string[];
};

/** The variable that stands for a flag: ETCD_AUTO_TLS for --auto-tls. */
export const environmentName = (flag: string): string => `ETCD_${flag.toUpperCase().replaceAll("-", "_")}`;

/** Settings out of flags and environment; etcd skips empty variables. */
export function etcdSettings(flags: Flags, environment: Readonly<Record<string, string>>): EtcdSettings {
  const variable = (name: string) => environment[environmentName(name)] || undefined;
  const text = (name: string) => flags.text(name) ?? variable(name);
  return {
    text,
    boolean(name) {
      const byVariable = variable(name);
      return flags.boolean(name) ?? (byVariable === undefined ? undefined : parseBoolean(byVariable));
    },
    urls: (name) => (text(name) ?? "").split(",").flatMap((url) => url.trim() || []),
  };
}

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
