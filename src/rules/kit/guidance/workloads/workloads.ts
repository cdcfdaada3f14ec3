import { entriesSeen } from "../../../../evidence/observed.ts";
import type { ApiPod, ApiPodTemplate, ApiWorkload, PodSpec } from "../../../../evidence/pods.ts";
import type { ShownFacts } from "../../../define-cluster-rule.ts";
import { hasEnded, placeOfPod, placeOfTemplate } from "../../cluster/pods.ts";
import { type RecognitionFact, recognitionFacts, recognitionFrom } from "../../cluster/system-pods/recognition.ts";
import { isOfPlatform } from "../platform.ts";

/** The facts that all checks on workloads look at. */
export const workloadFacts = ["api.pods", "api.pod-templates", ...recognitionFacts] as const;
/** The name of one of these facts. */
export type WorkloadFact = "api.pods" | "api.pod-templates" | RecognitionFact;

/** A pod, or a template from which no pod runs, under the name of what makes it. */
export type Workload = {
  readonly place: string;
  readonly namespace: string;
  readonly spec: PodSpec;
  /** Where it is a pod: what admission made of a template shows only there. */
  readonly pod?: ApiPod;
  readonly isOfPlatform: boolean;
};

type Template = ApiWorkload | ApiPodTemplate;

/** A template as the pod that would come of it, as far as its owner is asked for. */
const asPod = ({ kind, namespace, name, labels, templateLabels, ...spec }: Template): ApiPod => ({
  ...spec,
  namespace,
  name,
  labels: { ...labels, ...templateLabels },
  owner: { kind, name },
  phase: "",
  running: [],
});

function listWorkloads(facts: ShownFacts<WorkloadFact>): readonly Workload[] {
  const recognition = recognitionFrom(facts);
  const workloads = entriesSeen(facts["api.workloads"]);
  const live = entriesSeen(facts["api.pods"]).filter((pod) => !hasEnded(pod));
  const pods = live.map((pod): Workload => {
    const place = placeOfPod(pod, workloads);
    return { place, namespace: pod.namespace, spec: pod, pod, isOfPlatform: isOfPlatform(pod, recognition) };
  });
  const running = new Set(pods.map(({ place }) => place));
  const templates: readonly Template[] = [...workloads, ...entriesSeen(facts["api.pod-templates"])];
  const unused = templates.flatMap((template): readonly Workload[] => {
    const pod = asPod(template);
    if (running.has(placeOfPod(pod, workloads))) return [];
    const place = placeOfTemplate(template, workloads);
    return [{ place, namespace: pod.namespace, spec: template, isOfPlatform: isOfPlatform(pod, recognition) }];
  });
  return [...pods, ...unused];
}

type Listed = { readonly from: readonly unknown[]; readonly workloads: readonly Workload[] };
const listed = new WeakMap<object, Listed>();

/**
 * Every pod that has not ended, and every template without such a pod: scaled to zero, suspended, never used. Where both
 * are there the pod counts, for admission may have changed it. Listed once for the same facts: every check asks twice.
 */
export function workloadsOf(facts: ShownFacts<WorkloadFact>): readonly Workload[] {
  const from = workloadFacts.map((name) => facts[name]);
  const known = listed.get(facts["api.pods"]);
  if (known?.from.every((fact, index) => fact === from[index])) return known.workloads;
  const workloads = listWorkloads(facts);
  listed.set(facts["api.pods"], { from, workloads });
  return workloads;
}
