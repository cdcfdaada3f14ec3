import type { ApiNode } from "../../../../evidence/cluster.ts";
import { entriesSeen } from "../../../../evidence/observed.ts";
import {
  notAFinding,
  notApplicable,
  notReviewed,
  open,
  type Seen,
  type Verdict,
  worst,
} from "../../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../../define-cluster-rule.ts";
import { unseenVerdict } from "../../../define-rule.ts";
import { counted, placeOfTemplate, showPlaces } from "../../cluster/pods.ts";
import { listed } from "../../unknown-data.ts";
import { spacesOf } from "../namespaces.ts";
import { otherPolicies } from "../network/other-policies.ts";
import { podsByNamespace } from "../network/pods-of.ts";
import { reaches } from "../network/reaches.ts";
import { judgeCloudFiles } from "./cloud-files.ts";
import { cloudMarkers } from "./clouds.ts";

const needs = ["api.nodes", "api.namespaces", "api.pods", "api.network-policies", "run.hosts"] as const;
const helpful = ["api.workloads", "api.discovery", "api.plugin-policies"] as const;
type Facts = ShownFacts<(typeof needs)[number], (typeof helpful)[number]>;

// A providerID of Alibaba's is REGION.INSTANCE, and has no scheme.
const isAlibaba = ({ provider = "" }: ApiNode): boolean => /^(alicloud|alibaba|[a-z]{2}-[a-z0-9-]+\.i-)/.test(provider);

/** Where clouds tell a machine its credentials: most of them the first, Amazon the second, too, and Alibaba another. */
const destinationsOf = ({ "api.nodes": nodes }: Pick<Facts, "api.nodes">) =>
  [...["169.254.169.254", "fd00:ec2::254"], ...(entriesSeen(nodes).some(isAlibaba) ? ["100.100.100.200"] : [])].map(
    (address) => ({ address, port: 80 }),
  );

type Row = { readonly place: string; readonly value: string };

/** What each namespace's pods reach; those on the host's network, which no policy binds, apart. */
function reachedFrom(facts: Facts, names: readonly string[]): { readonly reached: Row[]; readonly onHost: Row[] } {
  const policies = entriesSeen(facts["api.network-policies"]);
  const destinations = destinationsOf(facts);
  const pods = podsByNamespace(entriesSeen(facts["api.pods"]), entriesSeen(facts["api.workloads"]));
  const reached: Row[] = [];
  const onHost: Row[] = [];
  for (const name of names) {
    const own = policies.filter(({ namespace }) => namespace === name);
    for (const { pod, place } of pods.get(name) ?? []) {
      const found = destinations.filter((destination) => reaches(own, pod.labels, destination));
      if (pod.hostNetwork) onHost.push({ place, value: "is on the host's network, where policies do not bind it" });
      else if (found.length > 0)
        reached.push({ place, value: `reaches ${found.map(({ address }) => address).join(", ")}` });
    }
  }
  return { reached, onHost };
}

/** Templates whose pods would reach it, or be on the host's network: a CronJob's run now and then. */
function templatesThatReach(facts: Facts, names: readonly string[]): readonly string[] {
  const workloads = entriesSeen(facts["api.workloads"]);
  const policies = entriesSeen(facts["api.network-policies"]);
  const destinations = destinationsOf(facts);
  return workloads
    .filter(({ namespace }) => names.includes(namespace))
    .filter(({ namespace, templateLabels, hostNetwork }) => {
      const own = policies.filter((policy) => policy.namespace === namespace);
      return hostNetwork || destinations.some((destination) => reaches(own, templateLabels, destination));
    })
    .map((workload) => placeOfTemplate(workload, workloads));
}

/** Why that no pod reaches it now is no pass. */
function judgeTemplates(facts: Facts, names: readonly string[]): readonly Verdict[] {
  const workloads = facts["api.workloads"];
  if (workloads.state === "unknown") return [unseenVerdict(workloads)];
  const found = templatesThatReach(facts, names);
  return found.length === 0 ? [] : [notReviewed(counted(found, "no policy would keep pods of these from it"))];
}

/** Whether policies keep pods of users from the metadata service; on the host's network no policy does. */
function judgeReach({ reached, onHost }: ReturnType<typeof reachedFrom>, unsure: readonly Verdict[]): Verdict {
  if (reached.length > 0) {
    const reason = counted(
      reached.map(({ place }) => place),
      "no NetworkPolicy keeps from the cloud's metadata service",
    );
    return unsure.length === 0 ? open(reason) : worst([notReviewed(reason), ...unsure]);
  }
  const beyond = counted(
    onHost.map(({ place }) => place),
    "pods of users on the host's network, where policies do not bind them",
  );
  return worst([
    ...(onHost.length > 0 ? [notReviewed(beyond)] : []),
    ...unsure,
    notAFinding("NetworkPolicies keep the pods of users from the cloud's metadata service."),
  ]);
}

/** What may let pods reach it, or keep them from it, beside NetworkPolicies: why neither is sure. */
function besides(facts: Facts): readonly Verdict[] {
  const unread = otherPolicies(facts["api.discovery"], facts["api.plugin-policies"]);
  if (unread.length > 0) return [notReviewed(`Policies of ${listed(unread)} were not read.`)];
  const speaking = entriesSeen(facts["api.plugin-policies"]).filter(({ egress }) => egress !== undefined);
  const names = [...new Set(speaking.map(({ kind, name }) => `${kind} ${name}`))].toSorted();
  return names.length > 0 ? [notReviewed(counted(names, "which addresses these let through is for a person"))] : [];
}

function judge(facts: Facts): Verdict {
  const { "api.nodes": nodes, "api.namespaces": namespaces, "api.network-policies": policies } = facts;
  const spaces = spacesOf(namespaces, entriesSeen(facts["api.pods"]));
  if (spaces === undefined) return notReviewed("The API's list of namespaces is not whole.");
  if (nodes.state === "absent" || nodes.value.length === 0) return notReviewed("The nodes were not listed.");
  const files = judgeCloudFiles(facts["run.hosts"]);
  const markers = [...cloudMarkers(nodes.value), ...files.markers];
  if (markers.length === 0) {
    return files.verdict.status === "open"
      ? files.verdict
      : notApplicable("No node has a providerID of a cloud, a label or taint of one, or a configuration for one.");
  }
  const users = spaces.filter(({ isOfPlatform }) => !isOfPlatform).map(({ name }) => name);
  const reach = reachedFrom(facts, users);
  const cloud: Seen = { what: "nodes on a cloud", value: listed(markers), source: nodes.source };
  const verdict = worst([judgeReach(reach, besides(facts)), ...judgeTemplates(facts, users), files.verdict]);
  const rows = [...showPlaces(reach.reached, policies), ...showPlaces(reach.onHost, policies), cloud];
  return { ...verdict, seen: [...rows, ...verdict.seen] };
}

/**
 * The condition that pods of users do not reach the service by which a cloud gives its machines credentials, and that
 * credentials of clouds on nodes are their owners' alone.
 */
export const metadataServiceKept: ClusterCondition = clusterCondition<(typeof needs)[number], (typeof helpful)[number]>(
  needs,
  judge,
  helpful,
);
