import { entriesSeen } from "../../../evidence/observed.ts";
import {
  leftUnseen,
  notAFinding,
  notApplicable,
  notReviewed,
  type Seen,
  type Verdict,
  worst,
} from "../../../findings/verdict.ts";
import { type ClusterCondition, clusterCondition, type ShownFacts } from "../../define-cluster-rule.ts";
import { counted, hasEnded, openAt, placeOfPod, showPlaces } from "../cluster/pods.ts";
import { recognitionFacts, recognitionFrom } from "../cluster/system-pods/recognition.ts";
import { listed } from "../unknown-data.ts";
import { type NodesOfRun, nodesOfRun, taintsOf } from "./nodes-of-run.ts";
import { isOfPlatform } from "./platform.ts";

const neededFacts = ["api.pods", ...recognitionFacts] as const;
type Facts = ShownFacts<(typeof neededFacts)[number]>;

type Found = { readonly place: string; readonly value: string; readonly isOnEveryNode: boolean };

/** The pods of users on control-plane nodes, by what makes them. */
function userPods(facts: Facts, { controlPlanes }: NodesOfRun): readonly Found[] {
  const recognition = recognitionFrom(facts);
  const workloads = entriesSeen(facts["api.workloads"]);
  return entriesSeen(facts["api.pods"])
    .filter((pod) => controlPlanes.includes(pod.node ?? "") && !hasEnded(pod) && !isOfPlatform(pod, recognition))
    .map((pod) => ({
      place: placeOfPod(pod, workloads),
      value: `on control-plane node ${pod.node}`,
      isOnEveryNode: pod.owner?.kind === "DaemonSet",
    }));
}

/** Why the question does not arise, or cannot be answered; undefined where there are control planes to look at. */
function withoutControlPlane(facts: Facts, { controlPlanes, unknown, provider }: NodesOfRun): Verdict | undefined {
  const nodes = entriesSeen(facts["api.nodes"]);
  if (nodes.length === 1) return notApplicable("The cluster has one node: it is control plane and worker.");
  if (controlPlanes.length > 0) return undefined;
  if (provider !== undefined && unknown.length === 0 && nodes.length > 0) {
    return notApplicable(`${provider} runs the control plane: none of the nodes is one.`);
  }
  return notReviewed("No node is known to be a control plane.");
}

const showTaints = (facts: Facts, { controlPlanes }: NodesOfRun): readonly Seen[] =>
  entriesSeen(facts["api.nodes"])
    .filter(({ name }) => controlPlanes.includes(name))
    .map((node) => ({
      what: `taints of control-plane node ${node.name}`,
      value: taintsOf(node).join(", ") || "none that keeps pods off",
      source: facts["api.nodes"].source,
    }));

const natureUnknown = (names: string): Verdict =>
  leftUnseen(
    notReviewed(`What these nodes are is not known: ${names}.`),
    `what these nodes are is not known: ${names}`,
  );

function judge(found: readonly Found[], { unknown }: NodesOfRun): Verdict {
  const places = (isOnEveryNode: boolean) =>
    found.flatMap((one) => (one.isOnEveryNode === isOnEveryNode ? [one.place] : []));
  return worst([
    ...(places(false).length > 0 ? [openAt(places(false), "pods of users on control-plane nodes")] : []),
    ...(places(true).length > 0
      ? [
          notReviewed(
            `${counted(places(true), "DaemonSets of users")} Whether control planes need them is for a person.`,
          ),
        ]
      : []),
    ...(unknown.length > 0 ? [natureUnknown(listed(unknown.toSorted()))] : []),
    notAFinding("No pod of users is on a control-plane node."),
  ]);
}

/** The condition that no pod of users is on a control-plane node; agents for every node are for a person. */
export const noUserPodsOnControlPlanes: ClusterCondition = clusterCondition(neededFacts, (facts) => {
  const nodes = nodesOfRun(facts["run.hosts"]);
  const without = withoutControlPlane(facts, nodes);
  if (without !== undefined) return without;
  const found = userPods(facts, nodes);
  return { ...judge(found, nodes), seen: [...showPlaces(found, facts["api.pods"]), ...showTaints(facts, nodes)] };
});
