import { entriesSeen } from "../../../evidence/observed.ts";
import { notApplicable, notReviewed, open, type Seen, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../define-cluster-rule.ts";
import { counted, showPlaces } from "../cluster/pods.ts";
import { listed } from "../unknown-data.ts";
import { cloudMarkers } from "./clouds.ts";
import { spacesOf } from "./namespaces.ts";
import { otherPolicies } from "./network/other-policies.ts";
import { podsByNamespace } from "./network/pods-of.ts";
import { reaches } from "./network/reaches.ts";

const needs = ["api.nodes", "api.namespaces", "api.pods", "api.network-policies"] as const;
const helpful = ["api.workloads", "api.discovery", "api.plugin-policies"] as const;
type Facts = ShownFacts<(typeof needs)[number], (typeof helpful)[number]>;

/** Where clouds tell a machine its credentials: all of them the first, Amazon the second, too. */
const destinations = ["169.254.169.254", "fd00:ec2::254"].map((address) => ({ address, port: 80 }));

const beyond =
  "Credential files on nodes, the hop limit of the metadata service and the roles of machines are for a person.";

type Row = { readonly place: string; readonly value: string };

/** What each namespace's pods reach; those on the host's network, which no policy binds, apart. */
function reachedFrom(facts: Facts, names: readonly string[]): { readonly reached: Row[]; readonly onHost: Row[] } {
  const policies = entriesSeen(facts["api.network-policies"]);
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

/** What may let pods reach it, or keep them from it, beside NetworkPolicies: a sentence, or nothing. */
function besides(facts: Facts): string {
  const unread = otherPolicies(facts["api.discovery"], facts["api.plugin-policies"]);
  if (unread.length > 0) return `Policies of ${listed(unread)} were not read. `;
  const speaking = entriesSeen(facts["api.plugin-policies"]).filter(({ egress }) => egress !== undefined);
  const names = [...new Set(speaking.map(({ kind, name }) => `${kind} ${name}`))].toSorted();
  return names.length > 0 ? counted(names, "which addresses these let through is for a person").concat(" ") : "";
}

function judge(facts: Facts): Verdict {
  const { "api.nodes": nodes, "api.namespaces": namespaces, "api.network-policies": policies } = facts;
  const spaces = spacesOf(namespaces, entriesSeen(facts["api.pods"]));
  if (spaces === undefined) return notReviewed("The API's list of namespaces is not whole.");
  if (nodes.state === "absent" || nodes.value.length === 0) return notReviewed("The nodes were not listed.");
  const markers = cloudMarkers(nodes.value);
  if (markers.length === 0) return notApplicable("No node has a providerID of a cloud, or a label or taint of one.");
  const users = spaces.filter(({ isOfPlatform }) => !isOfPlatform).map(({ name }) => name);
  const { reached, onHost } = reachedFrom(facts, users);
  const cloud: Seen = { what: "nodes on a cloud", value: listed(markers), source: nodes.source };
  const seen = [...showPlaces(reached, policies), ...showPlaces(onHost, policies), cloud];
  const unseen = besides(facts);
  const places = reached.map(({ place }) => place);
  if (places.length === 0) {
    return notReviewed(`NetworkPolicies keep pods from the metadata service. ${unseen}${beyond}`, seen);
  }
  const reason = counted(places, "no NetworkPolicy keeps from the cloud's metadata service");
  return unseen === "" ? open(reason, seen) : notReviewed(`${reason} ${unseen.trimEnd()}`, seen);
}

/** The condition that pods of users do not reach the service by which a cloud gives its machines credentials. */
export const metadataServiceKept: ClusterCondition = clusterCondition<(typeof needs)[number], (typeof helpful)[number]>(
  needs,
  judge,
  helpful,
);
