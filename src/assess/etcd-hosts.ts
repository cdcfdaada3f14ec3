import { addressClass } from "../evidence/address-class.ts";
import type { ClusterEvidence } from "../evidence/cluster.ts";
import { type EtcdSettings, etcdReadings, isKnown } from "../evidence/etcd-configuration.ts";
import type { NodeEvidence } from "../evidence/node.ts";
import { entriesSeen } from "../evidence/observed.ts";
import { asUrlHost, urlHost } from "../evidence/url-hosts.ts";
import { findApiNode } from "./api-node.ts";

const shows = ({ facts }: NodeEvidence): boolean =>
  facts["manifest.etcd"].state === "present" || facts["process.etcd"].state === "present";

const hostsIn = (settings: EtcdSettings): readonly string[] =>
  ["listen-client-urls", "listen-peer-urls", "initial-advertise-peer-urls"]
    .flatMap((name) => settings.urls(name))
    .flatMap((url) => urlHost(url) ?? []);

/**
 * Where a running etcd itself listens, and where it tells its peers that it is: a load balancer can be neither. Only what
 * every way in which its command line can be read has in common.
 */
function ownHosts({ facts }: NodeEvidence): readonly string[] {
  return entriesSeen(facts["process.etcd"]).flatMap((call) => {
    const readings = etcdReadings(call, facts["content.etcd-config"]).map((settings) =>
      isKnown(settings) ? hostsIn(settings) : [],
    );
    return (readings[0] ?? []).filter((host) => readings.every((hosts) => hosts.includes(host)));
  });
}

// Every host's own: they name none.
const isNoHost = (host: string): boolean => ["loopback", "any"].includes(addressClass(host) ?? "");

/** The hosts of a run whose etcd was seen, by every address and DNS name under which others reach them. */
export function etcdHosts(
  run: Iterable<NodeEvidence>,
  nodes: ClusterEvidence["facts"]["api.nodes"],
): readonly string[] {
  const names = new Set<string>();
  for (const evidence of run) {
    if (!shows(evidence)) continue;
    const apiNode = findApiNode(evidence, nodes);
    const byApi = apiNode.state === "present" ? apiNode.value.addresses.map(({ address }) => address) : [];
    for (const name of [evidence.address, ...byApi].map(asUrlHost).concat(ownHosts(evidence))) names.add(name);
  }
  return [...names].filter((host) => !isNoHost(host)).sort();
}
