import type { EtcdSettings } from "../../../evidence/etcd-configuration.ts";
import { type Flags, flagReadings } from "../../../evidence/go-flags.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import { isLoopback, urlHost } from "../../../evidence/url-hosts.ts";
import { notApplicable } from "../../../findings/verdict.ts";
import { type Condition, saying } from "../../define-rule.ts";
import { runningFiles, runningFlags } from "../command-line/component-flag.ts";
import { onControlPlane } from "../command-line/control-plane-part.ts";
import { etcdServers, reachesEtcdOverTls } from "./etcd-client.ts";
import { type EtcdDemand, etcdInForce } from "./etcd-flag.ts";
import { clientUrlsUseTls, isSet, peerUrlsUseTls, signsItself } from "./etcd-settings.ts";

type Demand = EtcdDemand & { readonly says: string };

/** What is asked of one side, clients or peers: TLS on every address, a certificate of the site's, a CA to check others by. */
const ofSide = (side: "" | "peer-", whom: string, usesTls: (settings: EtcdSettings) => boolean): readonly Demand[] => [
  {
    says: `https alone for ${whom}`,
    flags: [side === "" ? "listen-client-urls" : "listen-peer-urls"],
    ...(side === "" ? { alsoShown: ["listen-client-http-urls"] } : {}),
    effective: usesTls,
  },
  {
    says: `a certificate and key for ${whom}, in files that exist`,
    flags: [`${side}cert-file`, `${side}key-file`],
    effective: (settings) => isSet(settings, `${side}cert-file`) && isSet(settings, `${side}key-file`),
    files: [`${side}cert-file`, `${side}key-file`],
  },
  {
    says: `no certificate for ${whom} that etcd signs for itself`,
    flags: [`${side}auto-tls`],
    effective: (settings) => !signsItself(settings, side),
  },
  // Asked for without a CA, a certificate is checked by the certificate authorities of the operating system.
  {
    says: `certificates of ${whom} checked by a CA of the site's, in a file that exists`,
    flags: [`${side}trusted-ca-file`, `${side}client-cert-auth`],
    effective: (settings) => isSet(settings, `${side}trusted-ca-file`),
    files: [`${side}trusted-ca-file`],
  },
];

const isSafeForMetrics = (url: string): boolean => /^https:\/\//i.test(url) || isLoopback(urlHost(url) ?? "");

const demands: readonly Demand[] = [
  ...ofSide("", "clients", clientUrlsUseTls),
  ...ofSide("peer-", "peers", peerUrlsUseTls),
  {
    says: "metrics over plain http on loopback only",
    flags: ["listen-metrics-urls"],
    effective: (settings) => settings.urls("listen-metrics-urls").every(isSafeForMetrics),
  },
];

/** What every etcd of the node must have in force: a condition each. */
export const etcdTransport: readonly Condition[] = demands.map(({ says, ...demand }) =>
  saying(says, etcdInForce(demand)),
);

const apiServer = { component: "kube-apiserver", flags: ["etcd-servers", "etcd-servers-overrides"] } as const;
const files = ["etcd-cafile", "etcd-certfile", "etcd-keyfile"];

const isLocal = (flags: Flags): boolean => {
  const servers = etcdServers(flags);
  return servers.length > 0 && servers.every((url) => /^unix:/.test(url));
};

/** A datastore behind a socket of the node's own file system (kine, dqlite) is reached over no network. */
const unlessLocal = (of: Condition): Condition => ({
  ...of,
  decide(facts) {
    const calls = entriesSeen(facts["process.kube-apiserver"]);
    return calls.length > 0 && calls.every((call) => flagReadings(call).every(isLocal))
      ? notApplicable("The API server reaches its datastore by a socket of the node.")
      : of.decide(facts);
  },
});

/** The API server's side: https to every etcd, with a CA, a certificate and a key in files that exist. */
export const apiServerToEtcd: readonly Condition[] = [
  saying("kube-apiserver reaches every etcd by https", runningFlags(apiServer, reachesEtcdOverTls)),
  saying(
    "its --etcd-cafile, --etcd-certfile and --etcd-keyfile name files that exist",
    runningFiles({ component: "kube-apiserver", files }),
  ),
].map((of) => onControlPlane(unlessLocal(of)));
