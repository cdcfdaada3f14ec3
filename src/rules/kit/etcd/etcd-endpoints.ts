import { type EtcdSettings, etcdReadings, isKnown } from "../../../evidence/etcd-configuration.ts";
import { flagReadings } from "../../../evidence/go-flags.ts";
import type { ObservedFacts } from "../../../evidence/node.ts";
import { entriesSeen, type Observed, type Unknown } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { isLoopback, urlHost } from "../../../evidence/url-hosts.ts";
import { notApplicable, notReviewed, type Verdict, worst } from "../../../findings/verdict.ts";
import { type Condition, condition, saying, unseenVerdict } from "../../define-rule.ts";
import { flagsInFile } from "../command-line/flag-file.ts";
import { etcdServers } from "./etcd-client.ts";

const apiServerFacts = ["manifest.kube-apiserver", "process.kube-apiserver"] as const;
const etcdFacts = ["manifest.etcd", "process.etcd"] as const;

/** The facts that say where etcd is, if not on this node. */
export const elsewhereFacts = [...apiServerFacts, "cluster.etcd-hosts", "node.layout"] as const;
type ElsewhereFacts = Pick<ObservedFacts, (typeof elsewhereFacts)[number]>;

/** URLs whose host is none of those whose etcd was seen. */
function notAudited(urls: readonly string[], { "cluster.etcd-hosts": hosts }: ElsewhereFacts): readonly string[] {
  const audited = new Set(entriesSeen(hosts));
  return urls.filter((url) => !audited.has(urlHost(url) ?? ""));
}

const external = (urls: readonly string[]): Verdict => notReviewed(`External etcd not audited: ${urls.join(", ")}.`);

/** The servers of each API server, by each way in which its command line can be read. */
const serversByReading = (facts: ElsewhereFacts): readonly (readonly string[])[] =>
  apiServerFacts.flatMap((name) => entriesSeen(facts[name])).flatMap((call) => flagReadings(call).map(etcdServers));

const serversOf = (facts: ElsewhereFacts): readonly string[] => [...new Set(serversByReading(facts).flat())].sort();

/** Where the API server's flags are in a file its servers are not known. */
const serversUnread = (facts: ElsewhereFacts): Verdict | undefined =>
  apiServerFacts
    .flatMap((name) => entriesSeen(facts[name]))
    .flatMap((call) => flagsInFile("kube-apiserver", call) ?? [])
    .at(0);

/**
 * Where etcd is not on this node: what the API server's --etcd-servers says of it. Not Applicable here where every server
 * is a host of this audit that shows its etcd, or where a socket of kine or dqlite proves that there is no etcd.
 */
export function etcdElsewhere(facts: ElsewhereFacts): Verdict {
  const layout = facts["node.layout"];
  const datastore = layout.state === "present" ? layout.value.datastore : undefined;
  if (datastore !== undefined) return notApplicable(`The datastore is not etcd: ${datastore}.`);
  const servers = serversOf(facts);
  const isComplete =
    apiServerFacts.every((name) => facts[name].state !== "unknown") &&
    serversByReading(facts).every((some) => some.length > 0);
  if (apiServerFacts.every((name) => facts[name].state !== "present")) {
    return notReviewed(
      "etcd is neither in a static pod manifest nor running here, and no API server says where it is.",
    );
  }
  const unread = serversUnread(facts);
  if (unread !== undefined) return unread;
  if (servers.length === 0 || !isComplete) {
    return notReviewed(`etcd is not on this node: the API server uses ${servers.join(", ") || "no --etcd-servers"}.`);
  }
  if (servers.every((url) => /^unix:.*(kine|dqlite)/.test(url))) {
    return notApplicable(`The datastore is not etcd: the API server uses ${servers.join(", ")}.`);
  }
  const unseen = notAudited(servers, facts);
  return unseen.length > 0
    ? external(unseen)
    : notApplicable(`etcd is not on this node: the API server uses ${servers.join(", ")}, hosts of this audit.`);
}

/** URLs of `name=URL,name=URL`, as etcd's --initial-cluster has its members. */
const membersOf = (cluster: string): readonly string[] =>
  cluster.split(",").flatMap((member) => member.slice(member.indexOf("=") + 1).trim() || []);

type ConfigFact = Pick<ObservedFacts, "content.etcd-config">;

const settingsOf = (facts: ConfigFact, calls: Observed<readonly Invocation[]>): readonly (EtcdSettings | Unknown)[] =>
  entriesSeen(calls).flatMap((call) => etcdReadings(call, facts["content.etcd-config"]));

/** Of several places that say the same the first that was seen counts: none of the others has to be read. */
const unseenOf = (places: readonly Observed<unknown>[]): readonly Verdict[] =>
  places.some(({ state }) => state === "present")
    ? []
    : places.flatMap((place) => (place.state === "unknown" ? [unseenVerdict(place)] : []));

/**
 * The condition that no etcd of the cluster was left out: the servers of this node's API server and the members that
 * etcd starts with are on hosts of this audit. What the node itself shows is judged besides.
 */
export const everyEtcdAudited: Condition = saying(
  "every etcd that the node's API server and etcd name is on a host of this audit",
  condition(
    [],
    (facts) => {
      const etcds = etcdFacts.map((name) => facts[name]);
      const settings = etcds.map((calls) => settingsOf(facts, calls));
      const all = settings.flat();
      if (all.length === 0) return etcds.some(({ state }) => state === "unknown") ? fine : etcdElsewhere(facts);
      const members = all.filter(isKnown).flatMap(({ text }) => membersOf(text("initial-cluster") ?? ""));
      const others = [...serversOf(facts), ...members].filter((url) => !isLoopback(urlHost(url) ?? ""));
      const elsewhere = [...new Set(notAudited(others, facts))].sort();
      // A process that could not be read whole does not take away what its manifest shows.
      const decisive = settings.find((one) => one.length > 0) ?? [];
      return worst([
        elsewhere.length > 0 ? external(elsewhere) : fine,
        ...decisive.flatMap((one) => (isKnown(one) ? [] : [unseenVerdict(one)])),
        serversUnread(facts) ?? fine,
        ...unseenOf(apiServerFacts.map((name) => facts[name])),
      ]);
    },
    [...etcdFacts, ...elsewhereFacts, "content.etcd-config"] as const,
  ),
);

const fine = notApplicable("Every etcd that this node names is on a host of this audit.");
