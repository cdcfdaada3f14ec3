import type { ContainerSecurity, PodSecurity } from "../../evidence/pod-security.ts";
import { eachContainer, securityCheck, shownIf } from "../kit/guidance/workloads/security-check.ts";
import type { Shown } from "../kit/guidance/workloads/workload-check.ts";

/** Why a container may run as root; undefined where it cannot. */
function whyRoot(pod: PodSecurity, own: ContainerSecurity): string | undefined {
  const user = own.runAsUser ?? pod.runAsUser;
  if (user !== undefined) return user === 0 ? "runAsUser is 0" : undefined;
  const nonRoot = own.runAsNonRoot ?? pod.runAsNonRoot;
  if (nonRoot === true) return undefined;
  return nonRoot === false
    ? "runAsNonRoot is false, runAsUser is not set"
    : "neither runAsNonRoot nor runAsUser is set";
}

function ofContainer(pod: PodSecurity, own: ContainerSecurity): readonly Shown[] {
  const why = whyRoot(pod, own);
  const group = shownIf((own.runAsGroup ?? pod.runAsGroup) === 0, "detail", "runAsGroup is 0");
  if (why === undefined) return group;
  const isMapped = pod.hostUsers === false;
  return isMapped
    ? [{ kind: "review", value: `${why}; hostUsers is false` }, ...group]
    : [{ kind: "open", value: why }, ...group];
}

const groupsOf = ({ fsGroup, supplementalGroups = [] }: PodSecurity): readonly Shown[] => [
  ...shownIf(fsGroup === 0, "detail", "fsGroup is 0"),
  ...shownIf(supplementalGroups.includes(0), "detail", "supplementalGroups has 0"),
];

export const rule = securityCheck({
  id: "non-root-containers",
  what: "containers that may run as root",
  linuxOnly: true,
  looks: (workload) => [
    ...eachContainer(workload, (own) => ofContainer(workload.security, own)),
    ...groupsOf(workload.security),
  ],
  expected: "every container of users has runAsNonRoot: true or a runAsUser above 0, its own or its pod's",
  check:
    "Read runAsNonRoot and runAsUser of every container, init container and ephemeral container, and where it has none " +
    "those of its pod's securityContext, in pods and in templates. Where neither is set the image decides, and may be " +
    "root. Root in a pod with hostUsers: false is nobody on the host: whether that is enough is for a person. Group 0 is " +
    "shown only. Pods for Windows (spec.os.name, or by their node) have no such fields. What belongs to the platform is " +
    "listed apart.",
  fix:
    "Build the image with a numeric USER above 0, and set runAsNonRoot: true in the securityContext of the pod. Files and " +
    "volumes that the process writes must belong to that user or, with fsGroup, to its group.",
});
