import type { RuntimeClass } from "../../../../evidence/admission.ts";
import { entriesSeen, type Observed } from "../../../../evidence/observed.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import type { Seen } from "../../../../findings/verdict.ts";
import { hasEnded, showPlaces } from "../../cluster/pods.ts";
import { isSystemOrPlatform } from "../platform.ts";

/** Handlers of container runtimes that put a kernel of its own between a pod and its node, by their projects' own names. */
const sandboxes: readonly (readonly [handler: RegExp, product: string])[] = [
  [/^(runsc|gvisor)(-|$)/, "gVisor"],
  [/^kata(-|$)/, "Kata Containers"],
];

const sandboxOf = ({ handler }: RuntimeClass): string | undefined =>
  sandboxes.find(([pattern]) => pattern.test(handler))?.[1];

/** A pod by what makes it; a Deployment's ReplicaSet has the hash in its name that the pod has as a label. */
function makerOf({ namespace, name, labels, owner }: ApiPod): string {
  const hash = labels["pod-template-hash"];
  if (owner?.kind === "ReplicaSet" && hash !== undefined && owner.name.endsWith(`-${hash}`)) {
    return `${namespace}/Deployment ${owner.name.slice(0, -hash.length - 1)}`;
  }
  return owner === undefined ? `${namespace}/Pod ${name}` : `${namespace}/${owner.kind} ${owner.name}`;
}

const notSeen = (what: string, fact: Observed<unknown>): readonly Seen[] => {
  if (fact.state === "present") return [];
  const why = fact.state === "unknown" ? `${fact.reason}: ${fact.message}` : "the API does not know this node";
  return [{ what, value: `not seen: ${why}`, source: fact.source }];
};

/** The RuntimeClasses that are sandboxes, and the pods of users on the node that run in one; what of it was not seen. */
export function sandboxRows(
  classes: Observed<readonly RuntimeClass[]>,
  pods: Observed<readonly ApiPod[]>,
): readonly Seen[] {
  const known = entriesSeen(classes).flatMap((one) => {
    const product = sandboxOf(one);
    return product === undefined ? [] : [{ ...one, product }];
  });
  const shown = known.map(({ name, handler, product }) => ({
    place: `RuntimeClass ${name}`,
    value: `handler ${handler}: a sandbox, ${product}`,
  }));
  const live = entriesSeen(pods).filter((pod) => !hasEnded(pod) && !isSystemOrPlatform(pod.namespace));
  const within = live.flatMap((pod) => {
    const used = known.find(({ name }) => name === pod.runtimeClass);
    return used === undefined
      ? []
      : [{ place: makerOf(pod), value: `runs in a sandbox, ${used.product} (RuntimeClass ${used.name})` }];
  });
  const isNone = classes.state === "present" && known.length === 0;
  return [
    ...(isNone ? [{ what: "RuntimeClasses with a sandbox", value: "none known", source: classes.source }] : []),
    ...showPlaces(shown, classes),
    ...showPlaces(within, pods),
    ...notSeen("RuntimeClasses", classes),
    ...(known.length > 0 ? notSeen("pods on this node", pods) : []),
  ];
}
