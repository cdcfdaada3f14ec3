import type { ApiPod, ApiWorkload } from "../../../../evidence/pods.ts";
import { hasEnded, placeOfPod } from "../../cluster/pods.ts";
import { grouped } from "../../rbac/grouped.ts";
import type { NamedPod } from "./default-deny.ts";

/** The pods that have not ended, by their namespaces. */
export const podsByNamespace = (
  pods: readonly ApiPod[],
  workloads: readonly ApiWorkload[],
): ReadonlyMap<string, readonly NamedPod[]> =>
  new Map(
    grouped(
      pods.filter((pod) => !hasEnded(pod)),
      ({ namespace }) => namespace,
    ).map((found) => [found[0]?.namespace ?? "", found.map((pod) => ({ pod, place: placeOfPod(pod, workloads) }))]),
  );
