import type { ApiService } from "../../../evidence/cluster.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { ApiPod, ApiWorkload } from "../../../evidence/pods.ts";
import type { RunHost } from "../../../evidence/run.ts";
import { notApplicable, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../define-cluster-rule.ts";
import { listed } from "../unknown-data.ts";
import { controlPlanes } from "./versions/control-plane.ts";

const helpful = ["api.services", "api.workloads", "api.pods"] as const;
type Facts = ShownFacts<"run.hosts" | "api.nodes" | "site.options", (typeof helpful)[number]>;

const names = (hosts: readonly { readonly name: string }[]): string =>
  hosts.length === 0 ? "none" : listed(hosts.map(({ name }) => name).toSorted());

/** At how many addresses API servers are, by the endpoints that they write themselves; control planes may be no nodes. */
function apiServerAddresses(services: Observed<readonly ApiService[]>): readonly string[] {
  const own = entriesSeen(services).find(({ namespace, name }) => namespace === "default" && name === "kubernetes");
  return [...new Set((own?.endpoints ?? []).map(({ address }) => address))].toSorted();
}

/** Whether a host is a member of etcd; undefined: not seen. */
function hasEtcd({ facts: { "process.etcd": process, "manifest.etcd": manifest } }: RunHost): boolean | undefined {
  if (process.state === "present" || manifest.state === "present") return true;
  return process.state === "absent" ? false : undefined;
}

function describeEtcd(hosts: readonly RunHost[]): string {
  const members = hosts.filter((host) => hasEtcd(host) === true);
  const unclear = hosts.filter((host) => hasEtcd(host) === undefined);
  const enough = members.length >= 3 && members.length % 2 === 1;
  const word = enough || members.length === 0 ? "" : "; an odd number from 3 on outlives the loss of one";
  const rest = unclear.length === 0 ? "" : `; not seen on ${names(unclear)}`;
  return `${members.length} seen (${names(members)})${members.length > 0 && unclear.length === 0 ? word : ""}${rest}`;
}

function savesState(name: string): boolean {
  const text = name.toLowerCase();
  const saves = text.includes("backup") || text.includes("snapshot");
  return text.includes("velero") || (text.includes("etcd") && saves);
}

/** What saves the state of the cluster, by its name or image. */
function savers(workloads: readonly ApiWorkload[], pods: readonly ApiPod[]): readonly string[] {
  const isSaver = ({ name, containers }: Pick<ApiPod, "name" | "containers">): boolean =>
    savesState(name) || containers.some(({ image }) => savesState(image));
  const named = [
    ...workloads.filter((one) => one.owner === undefined && isSaver(one)),
    ...pods.filter((one) => one.owner === undefined && isSaver(one)).map((one) => ({ ...one, kind: "Pod" })),
  ];
  return [...new Set(named.map(({ namespace, kind, name }) => `${namespace}/${kind} ${name}`))].toSorted();
}

const forPerson =
  "whether etcd is saved off its hosts and the backup has been tried, whether logs are buffered while they cannot be " +
  "sent, and whether the audit log leaves its node";

function rowsOf(facts: Facts, planes: readonly RunHost[], hosts: readonly RunHost[]): readonly Seen[] {
  const { source } = facts["run.hosts"];
  const addresses = apiServerAddresses(facts["api.services"]);
  const jobs = savers(entriesSeen(facts["api.workloads"]), entriesSeen(facts["api.pods"]));
  const isListed = facts["api.workloads"].state === "present" && facts["api.pods"].state === "present";
  return [
    { what: "control planes", value: `${planes.length} of ${hosts.length} hosts (${names(planes)})`, source },
    ...(addresses.length === 0 ? [] : [{ what: "addresses of API servers", value: addresses.join(", "), source }]),
    { what: "members of etcd", value: describeEtcd(hosts), source },
    { what: "saves the cluster's state", value: jobs.length > 0 ? listed(jobs) : noneOr(isListed), source },
    { what: "for a person", value: forPerson, source },
  ];
}

const noneOr = (isListed: boolean): string => (isListed ? "nothing that its name or image shows" : "not seen");

/** One node: whether that is by design only the site knows. */
const judgeSingle = (isByDesign: boolean, seen: readonly Seen[]): Verdict =>
  isByDesign
    ? notApplicable("The cluster has one node, by a decision of the site (singleNodeByDesign: true).", seen)
    : notReviewed(
        "The cluster has one node, whose loss stops it: whether that is by design is for the site to say " +
          "(decisions.yaml, options.singleNodeByDesign).",
        seen,
      );

function judge(facts: Facts): Verdict {
  const hosts = entriesSeen(facts["run.hosts"]);
  const { known, unknown } = controlPlanes(hosts);
  const seen = rowsOf(facts, known, hosts);
  const [only] = known;
  if (unknown.missing.length > 0) {
    const unclear = unknown.missing.slice(0, 3);
    const looks = unclear.flatMap((verdict) => verdict.seen);
    return notReviewed([...new Set(unclear.map(({ reason }) => reason))].join(" "), [...seen, ...looks]);
  }
  if (only === undefined) {
    return notReviewed("No control plane is on the nodes: its provider has it, or it runs on hosts of its own.", seen);
  }
  const servers = apiServerAddresses(facts["api.services"]).length;
  if (known.length === 1 && servers > 1) {
    return notReviewed(`One control plane was seen, but API servers are at ${servers} addresses.`, seen);
  }
  if (hosts.length === 1) {
    const options = facts["site.options"];
    return judgeSingle(options.state === "present" && options.value.singleNodeByDesign, seen);
  }
  if (known.length === 1) {
    return open(
      `${only.name} is the only control plane for ${hosts.length} hosts: without it nothing is scheduled.`,
      seen,
    );
  }
  return notReviewed(
    `The cluster has ${known.length} control planes. Whether it can be brought back is for a person: backups, buffers.`,
    seen,
  );
}

/** The condition that no single host can stop the cluster; that its state can be restored is for a person to say. */
export const outlivesOneHost: ClusterCondition = clusterCondition(
  ["run.hosts", "api.nodes", "site.options"],
  judge,
  helpful,
);
