import type { Present } from "../../../../evidence/observed.ts";
import type { ApiPod, ApiWorkload } from "../../../../evidence/pods.ts";
import type { SystemPodsList } from "../../../../evidence/site.ts";
import { notAFinding, notReviewed, type Seen, type Verdict } from "../../../../findings/verdict.ts";
import { clusterCondition, type ShownFacts } from "../../../define-cluster-rule.ts";
import { listed } from "../../unknown-data.ts";
import { counted, objectOf, openFor, podPlaces, showPlaces } from "../pods.ts";
import { type KnownBy, recognise } from "./recognise.ts";
import { type RecognitionFact, recognitionFacts, recognitionFrom } from "./recognition.ts";

// No distribution runs any pod there.
const withoutPods = ["kube-public", "kube-node-lease"];
type Facts = ShownFacts<"api.pods" | RecognitionFact>;
type Judged = { readonly pod: ApiPod; readonly by: KnownBy | undefined };

const rowOf = ({ serviceAccount, containers }: ApiPod): string => {
  const images = [...new Set(containers.map(({ image }) => image))].toSorted();
  return `service account ${serviceAccount ?? "none"}, images ${listed(images)}`;
};

/** One line a maker of pods, with what tells a person whose they are. */
function worksheet(pods: readonly ApiPod[], workloads: readonly ApiWorkload[], from: Present<unknown>) {
  const places = podPlaces(pods, workloads).map(({ place }) => place);
  return {
    places,
    rows: showPlaces(
      pods.map((pod, index) => ({ place: places[index] ?? "", value: rowOf(pod) })),
      from,
    ),
  };
}

/** How many pods each pattern knows. */
function tally(judged: readonly Judged[], { source }: Present<unknown>): readonly Seen[] {
  const patterns = judged.flatMap(({ by }) => by?.pattern ?? []);
  return [...new Set(patterns)].toSorted().map((what) => {
    const count = patterns.filter((pattern) => pattern === what).length;
    // Pods of the cluster's own come and go with nodes.
    return { what, value: count === 1 ? "1 pod" : `${count} pods`, source, isOwn: true };
  });
}

const describeList = ({ document, complete, patterns }: SystemPodsList): string =>
  `${document ?? "no document named"}, ${patterns.length} patterns, ${complete ? "complete" : "not said to be complete"}`;

/** The verdict on what was found, whatever it rests on. */
function conclude(
  misplaced: readonly string[],
  unknown: readonly string[],
  judged: readonly Judged[],
  list: SystemPodsList,
) {
  const amiss = [...misplaced, ...(list.complete ? unknown : [])].map(objectOf);
  if (misplaced.length > 0) {
    const verdict = openFor(amiss, counted(misplaced, "Pods where no distribution has any"));
    return { ...verdict, ...(amiss.length < misplaced.length + unknown.length && { alsoUnreviewed: true as const }) };
  }
  const among = counted(unknown, "pods in kube-system that no pattern knows");
  if (unknown.length > 0 && list.complete) return openFor(amiss, `${among} The site says that its list is complete.`);
  if (unknown.length > 0) {
    return notReviewed(
      `${among} Whether they belong to the cluster is for a person; what does can be given in decisions.yaml, key systemPods.`,
    );
  }
  const bySite = judged.some(({ by }) => by?.isOfSite === true);
  const decided = bySite ? ", some of them by a decision of the site" : "";
  return notAFinding(
    `Every pod in kube-system is known by what makes it and a label${decided}; kube-public and kube-node-lease hold none.`,
  );
}

function judge(facts: Facts): Verdict {
  const { "api.pods": pods, "api.workloads": workloads, "site.system-pods": site } = facts;
  if (pods.state === "absent" || workloads.state === "absent") return notReviewed("The pods were not listed.");
  const list = site.state === "present" ? site.value : { complete: false, patterns: [] };
  const recognition = recognitionFrom(facts);
  const judged = pods.value
    .filter(({ namespace }) => namespace === "kube-system")
    .map((pod) => ({ pod, by: recognise(pod, recognition) }));
  const misplacedPods = pods.value.filter(({ namespace }) => withoutPods.includes(namespace));
  const misplaced = worksheet(misplacedPods, workloads.value, pods);
  const unknownPods = judged.flatMap(({ pod, by }) => (by === undefined ? [pod] : []));
  const unknown = worksheet(unknownPods, workloads.value, pods);
  const ofSite =
    site.state === "present" ? [{ what: "the site's list", value: describeList(list), source: site.source }] : [];
  const seen = [...misplaced.rows, ...unknown.rows, ...tally(judged, pods), ...ofSite];
  return { ...conclude(misplaced.places, unknown.places, judged, list), seen };
}

/** The condition that the system namespaces hold only what is known to belong to the cluster. */
export const onlySystemPods = clusterCondition(["api.pods", ...recognitionFacts], judge);
