import type { ApiNode, ClusterEvidence, GivenArguments } from "../evidence/cluster.ts";
import { factsOver } from "../evidence/facts-when-asked.ts";
import type { KubeletOfNode } from "../evidence/kubelet-in-force.ts";
import type { NodeFact, ObservedFacts } from "../evidence/node.ts";
import { type Observed, present, type Source, type Unknown } from "../evidence/observed.ts";
import { onceFor } from "../evidence/once-for.ts";
import type { ApiPod } from "../evidence/pods.ts";
import type { ComponentName, Invocation } from "../evidence/processes.ts";
import { unreadFacts } from "../evidence/unread.ts";
import { podsOfNode } from "./pods-of-node.ts";

/** What the API alone shows of a node, as facts of that node; and which of them it does show. */
export type ApiWitness = {
  readonly facts: ObservedFacts;
  readonly shows: readonly NodeFact[];
  /** Of these only what somebody gave by hand. */
  readonly givenOnly: readonly NodeFact[];
};

const mirrored = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const;

type Mirrored = NonNullable<ApiPod["mirrored"]>;

const inForce = ["Pending", "Running"];

/**
 * A pod that its node's own kubelet vouches for: as the kubelet names and owns it, where users make no pods. The
 * annotations alone prove nothing, for whoever may create pods can write them; such a pod lasts until the kubelet sees it.
 */
export const isOfItsNode = ({ namespace, name, owner, node, phase }: ApiPod): boolean =>
  (namespace === "kube-system" || namespace.startsWith("openshift-")) &&
  owner?.kind === "Node" &&
  owner.name === node &&
  name.endsWith(`-${node}`) &&
  inForce.includes(phase);

/** One component of the node; undefined where no mirror pod shows it, which proves nothing. */
function invocationsOf(
  component: ComponentName,
  pods: readonly Mirrored[],
  server: Source,
): Observed<readonly Invocation[]> | undefined {
  const unread = pods.find((pod): pod is Unknown => pod.state === "unknown");
  if (unread !== undefined) return { ...unread, source: { ...unread.source, host: server.host } };
  const calls = pods
    .flatMap((pod) => (pod.state === "present" ? pod.value : []))
    .filter((container) => container.component === component)
    .map(({ invocation }) => ({ ...invocation, source: { ...invocation.source, host: server.host } }));
  return calls.length === 0 ? undefined : present(calls, server);
}

type Shown = readonly (readonly [fact: NodeFact, Observed<unknown>])[];

function shownByMirrorPods(pods: Observed<readonly ApiPod[]>): Shown {
  if (pods.state !== "present") return [];
  const ofNode = pods.value.filter(isOfItsNode).flatMap((pod) => pod.mirrored ?? []);
  return mirrored.flatMap((component) => {
    const calls = invocationsOf(component, ofNode, pods.source);
    return calls === undefined
      ? []
      : ([
          [`manifest.${component}`, calls],
          [`process.${component}`, calls],
        ] as const);
  });
}

/** Flags that a node's annotation says were given to components inside of another process (K3s). */
function shownByAnnotation({ givenArguments = {}, name }: ApiNode, { host }: Source): Shown {
  const source = { host, request: `GET /api/v1/nodes/${name}` };
  return (Object.keys(givenArguments) as readonly (keyof GivenArguments)[]).map((component) => {
    const argv = [component, ...(givenArguments[component] ?? [])];
    const call: Invocation = { argv, env: "unread", mounts: [], lines: [], isGivenOnly: true, source };
    return [`process.${component}`, present([call], source)] as const;
  });
}

const byName = onceFor((kubelets: readonly KubeletOfNode[]) => new Map(kubelets.map((one) => [one.node, one.inForce])));

/** What the node's kubelet says of itself; one that was not asked, or did not say it, shows nothing. */
function shownByKubelet(node: string, kubelets: ClusterEvidence["facts"]["api.configz"]): Shown {
  const inForce = kubelets.state === "present" ? byName(kubelets.value).get(node) : undefined;
  return inForce?.state === "present" ? [["kubelet.configz", inForce]] : [];
}

/**
 * The API as a witness of a node beside the node itself: what mirror pods say stands in place of manifests and
 * processes, K3s' annotation in place of its components', the kubelet's own word beside them, and nothing of what the node
 * itself said is there. Undefined where the API shows nothing of it.
 */
export function apiWitness(
  node: string,
  facts: ObservedFacts,
  api: Pick<ClusterEvidence["facts"], "api.pods" | "api.configz">,
): ApiWitness | undefined {
  const apiNode: Observed<ApiNode> = facts["node.api"];
  if (apiNode.state !== "present") return undefined;
  const { name } = apiNode.value;
  const given = shownByAnnotation(apiNode.value, apiNode.source);
  const mirrors = shownByMirrorPods(podsOfNode(apiNode, api["api.pods"]));
  const seen = [...given, ...mirrors, ...shownByKubelet(name, api["api.configz"])];
  if (seen.length === 0) return undefined;
  const unseen = unreadFacts(node, "not-collected", "the API does not show it");
  const shown = { ...Object.fromEntries(seen), "node.layout": facts["node.layout"] };
  return {
    facts: factsOver({ ...unseen, ...shown }, facts),
    shows: seen.map(([fact]) => fact),
    givenOnly: mirrors.length === 0 ? given.map(([fact]) => fact) : [],
  };
}
