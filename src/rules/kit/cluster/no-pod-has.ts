import type { ClusterFacts } from "../../../evidence/cluster.ts";
import { entriesSeen, type Known } from "../../../evidence/observed.ts";
import type { ApiPod, ApiPodTemplate, ApiWorkload } from "../../../evidence/pods.ts";
import { notAFinding, notReviewed, type Verdict } from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition } from "../../define-cluster-rule.ts";
import { openAt, type PodPlace, podPlaces, showPlaces, templatePlaces } from "./pods.ts";

/** What should be in no pod: in words for a reason, and as a place shows it; none where it is fine. */
export type Offence = {
  readonly what: string;
  readonly shownBy: (place: PodPlace) => readonly string[];
  /** What people should know of a place, whatever the verdict is. */
  readonly noted?: (place: PodPlace) => readonly string[];
};

type Facts = { readonly "api.pods": Known<ClusterFacts["api.pods"]> };

function judge(facts: Facts, { what, shownBy, noted = () => [] }: Offence, places: readonly PodPlace[]): Verdict {
  const pods = facts["api.pods"];
  const rows = (of: Offence["shownBy"]) =>
    places.flatMap((place) => of(place).map((value) => ({ place: place.place, value })));
  const found = rows(shownBy);
  const named = found.map(({ place }) => place);
  const seen = [...showPlaces(found, pods), ...showPlaces(rows(noted), pods)];
  if (found.length > 0) return openAt(named, what, seen);
  if (pods.state === "absent") return notReviewed("The pods were not listed.");
  // Not in how many: pods come and go, and a sentence that changes with them is another result to importers.
  return notAFinding(`Not found in any pod of the cluster: ${what}.`, seen);
}

/** The condition that no pod among those that `isMeant` shows something. */
export const noPodHas = (offence: Offence, isMeant: (pod: ApiPod) => boolean = () => true): ClusterCondition =>
  clusterCondition(
    ["api.pods"],
    (facts) => {
      const meant = entriesSeen(facts["api.pods"]).filter(isMeant);
      return judge(facts, offence, podPlaces(meant, entriesSeen(facts["api.workloads"])));
    },
    // They only name what a pod belongs to.
    ["api.workloads"],
  );

/** The condition that no template among those that `isMeant` shows something. */
export const noTemplateHas = (
  offence: Offence,
  isMeant: (workload: ApiWorkload) => boolean = () => true,
): ClusterCondition =>
  clusterCondition(["api.pods", "api.workloads"], (facts) =>
    facts["api.workloads"].state === "absent"
      ? notReviewed("The workloads were not listed.")
      : judge(
          facts,
          offence,
          templatePlaces(facts["api.workloads"].value.filter(isMeant), facts["api.workloads"].value),
        ),
  );

/** The condition that no PodTemplate among those that `isMeant` shows something. */
export const noPodTemplateHas = (
  offence: Offence,
  isMeant: (template: ApiPodTemplate) => boolean = () => true,
): ClusterCondition =>
  clusterCondition(["api.pods", "api.pod-templates"], (facts) =>
    facts["api.pod-templates"].state === "absent"
      ? notReviewed("The PodTemplates were not listed.")
      : judge(facts, offence, templatePlaces(facts["api.pod-templates"].value.filter(isMeant), [])),
  );
