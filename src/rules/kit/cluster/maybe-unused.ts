import type { ClusterFacts } from "../../../evidence/cluster.ts";
import { showGroupVersion } from "../../../evidence/discovery.ts";
import { readFlags } from "../../../evidence/go-flags.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { ApiWorkload } from "../../../evidence/pods.ts";
import type { RunHost } from "../../../evidence/run.ts";
import { leftUnseen, notReviewed } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { kubernetesComponents } from "../../fixes/change.ts";
import { gatesTurnedOn } from "../gates/feature-gates.ts";
import { listed } from "../unknown-data.ts";
import { versionsAskedFor } from "./image-versions.ts";
import { imagesInVersions } from "./one-version.ts";
import { showPlaces, templatePlaces } from "./pods.ts";

type Place = { readonly place: string; readonly value: string };

/** What keeps its older states as ReplicaSets is not listed twice. */
const isLeftAtZero = ({ isScaledToZero, owner }: ApiWorkload): boolean =>
  isScaledToZero === true && owner === undefined;

const scaledToZero = (workloads: readonly ApiWorkload[]): readonly Place[] =>
  templatePlaces(workloads.filter(isLeftAtZero), workloads).map(({ place }) => ({
    place: place.replace(/^the template of /, ""),
    value: "scaled to zero",
  }));

const withoutServer = (versions: Known<ClusterFacts["api.discovery"]>): readonly Place[] =>
  entriesSeen(versions).flatMap((version) =>
    version.resources.state === "unknown"
      ? [{ place: `API ${showGroupVersion(version)}`, value: `does not answer: ${version.resources.message}` }]
      : [],
  );

const gatesOn = ({ name: host, facts }: RunHost): readonly Place[] =>
  kubernetesComponents.flatMap((part) =>
    entriesSeen(facts[`process.${part}`]).flatMap((call) => {
      const gates = gatesTurnedOn(readFlags(call));
      return gates.length === 0 ? [] : [{ place: `${part} on ${host}`, value: `feature gates ${gates.join(", ")}` }];
    }),
  );

/** Lists what nobody may use any more; that nothing is unused only a person can say, so it is never a pass. */
export const maybeUnused: ClusterCondition = clusterCondition(
  ["api.pods", "api.workloads", "api.discovery", "run.hosts"],
  ({ "api.pods": pods, "api.workloads": workloads, "api.discovery": discovery, "run.hosts": hosts }) => {
    const all = entriesSeen(workloads);
    const zero = scaledToZero(all);
    const down = withoutServer(discovery);
    const { several, places } = imagesInVersions(entriesSeen(pods), all, versionsAskedFor);
    const gates = entriesSeen(hosts).flatMap(gatesOn);
    const seen = [
      ...showPlaces(zero, workloads),
      ...showPlaces(down, discovery),
      ...showPlaces(places, pods),
      ...showPlaces(gates, hosts),
    ];
    const verdict = notReviewed(
      `Whether everything in the cluster is used is for a person. Workloads scaled to zero: ${zero.length}; APIs that do ` +
        `not answer: ${down.length}; images in more than one version: ${several.length}.`,
      seen,
    );
    const unread = entriesSeen(hosts).flatMap(({ name, isRead }) => (isRead ? [] : [name]));
    return unread.length === 0
      ? verdict
      : leftUnseen(verdict, `the feature gates of components on ${listed(unread.toSorted())} were not seen`);
  },
);
