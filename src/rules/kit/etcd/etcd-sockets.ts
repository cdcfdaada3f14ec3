import { isLoopbackAddress } from "../../../evidence/address-class.ts";
import { type EtcdSettings, etcdReadings, isKnown } from "../../../evidence/etcd-configuration.ts";
import type { Listener } from "../../../evidence/listeners.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen } from "../../../evidence/observed.ts";
import { notApplicable, notReviewed, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import { judgeSockets, type SocketKind, socketsOf } from "../sockets/component-sockets.ts";

type Served = { readonly port: number; readonly isPlain: boolean; readonly isMetrics: boolean };

function servedAt(url: string, isMetrics: boolean): readonly Served[] {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol)) return [];
  const isPlain = parsed.protocol === "http:";
  const usual = isPlain ? 80 : 443;
  return [{ port: parsed.port === "" ? usual : Number(parsed.port), isPlain, isMetrics }];
}

// Where nobody names a URL etcd serves there (embed.DefaultListenClientURLs and DefaultListenPeerURLs).
const unnamed = { "listen-client-urls": "http://localhost:2379", "listen-peer-urls": "http://localhost:2380" } as const;

const servedBy = (settings: EtcdSettings): readonly Served[] => [
  ...(["listen-client-urls", "listen-peer-urls"] as const).flatMap((name) => {
    const urls = settings.urls(name);
    return (urls.length > 0 ? urls : [unnamed[name]]).flatMap((url) => servedAt(url, false));
  }),
  ...settings.urls("listen-client-http-urls").flatMap((url) => servedAt(url, false)),
  ...settings.urls("listen-metrics-urls").flatMap((url) => servedAt(url, true)),
];

const kindBy =
  (served: readonly Served[]) =>
  ({ port, address }: Listener): SocketKind => {
    const here = served.filter((one) => one.port === port);
    if (here.length === 0) return "not known";
    const isAllowed = here.every(({ isPlain, isMetrics }) => !isPlain || (isMetrics && isLoopbackAddress(address)));
    return isAllowed ? "expected" : "plaintext";
  };

type Stopped = Pick<ObservedFacts, "manifest.etcd" | "host.listeners">;

/** Where no process of etcd was seen: none is to be looked at only where no manifest starts one, and no socket is its. */
const withoutProcess = ({ "manifest.etcd": manifest, "host.listeners": listeners }: Stopped): Verdict =>
  manifest.state === "absent" && socketsOf("etcd", listeners).length === 0
    ? notApplicable("No etcd is on this node.")
    : notReviewed("etcd is not running on this node, or was not seen.");

/** The condition that an etcd of the node listens with TLS; its metrics may be plain on loopback. */
export const etcdListensWithTls: Condition = saying(
  "no socket of etcd without TLS, but for metrics on loopback",
  condition(
    ["process.etcd", "host.listeners"] as const,
    (facts) => {
      const calls = entriesSeen(facts["process.etcd"]);
      if (calls.length === 0) return withoutProcess(facts);
      const all = calls.flatMap((call) => etcdReadings(call, facts["content.etcd-config"]));
      const unseen = all.flatMap((settings) => (isKnown(settings) ? [] : [unseenVerdict(settings)]));
      if (unseen.length > 0) return worst(unseen);
      const served = all.filter(isKnown).flatMap(servedBy);
      const verdict = judgeSockets("etcd", facts["host.listeners"], kindBy(served));
      return verdict ?? notReviewed("No listening socket of etcd was seen.");
    },
    ["content.etcd-config", "manifest.etcd"] as const,
  ),
);
