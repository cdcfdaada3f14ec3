import type { ContainerSecurity, PodSecurity } from "../../../../evidence/pod-security.ts";
import type { ApiPod } from "../../../../evidence/pods.ts";
import { notAFinding, notReviewed, open, type Seen } from "../../../../findings/verdict.ts";
import { type Condition, condition, saying } from "../../../define-rule.ts";
import { counted, hasEnded, showPlaces } from "../../cluster/pods.ts";
import { isSystemOrPlatform } from "../platform.ts";

/** SELinux types under which nothing is confined, or what a container does is confined as the host's own. */
export const unconfinedTypes: readonly string[] = [
  "spc_t",
  "unconfined_t",
  "unconfined_service_t",
  "super_t",
  "kernel_t",
  "init_t",
  "initrc_t",
];

/** How a container, or a pod for all of its own, leaves AppArmor or SELinux. */
function optOuts({ appArmor, seLinux, ...own }: ContainerSecurity | PodSecurity): readonly string[] {
  const annotation = "appArmorAnnotation" in own ? own.appArmorAnnotation : undefined;
  return [
    ...(appArmor?.type === "Unconfined" ? ["AppArmor profile Unconfined"] : []),
    ...(annotation === "unconfined" ? ["AppArmor annotation unconfined"] : []),
    ...(unconfinedTypes.includes(seLinux?.type ?? "") ? [`SELinux type ${seLinux?.type}`] : []),
  ];
}

const ofPod = ({ namespace, name, security = {}, containers }: ApiPod) => [
  ...optOuts(security).map((value) => ({ place: `${namespace}/Pod ${name}`, value })),
  ...containers.flatMap(({ kind, name: container, security: own = {} }) =>
    optOuts(own).map((value) => ({ place: `${namespace}/Pod ${name}`, value: `${kind} ${container}: ${value}` })),
  ),
];

/** Whether a pod, or a container of it, leaves AppArmor or SELinux. */
export const optsOut = (pod: ApiPod): boolean => ofPod(pod).length > 0;

const isOfPlatform = ({ namespace }: ApiPod): boolean => isSystemOrPlatform(namespace);

/** The condition that no pod of users on the node leaves AppArmor or SELinux; the platform's own are only shown. */
export const noPodOptsOut: Condition = saying(
  "no pod of users on it opts out",
  condition(["api.node-pods"] as const, (facts) => {
    const pods = facts["api.node-pods"];
    if (pods.state === "absent") return notReviewed("The API does not know this node: its pods are not known.");
    const live = pods.value.filter((pod) => !hasEnded(pod));
    if (live.some(({ security }) => security === undefined)) {
      return notReviewed("What pods set for security was not kept: the run is older.");
    }
    const ofUsers = live.filter((pod) => !isOfPlatform(pod)).flatMap(ofPod);
    const seen: readonly Seen[] = showPlaces([...ofUsers, ...live.filter(isOfPlatform).flatMap(ofPod)], pods);
    const places = ofUsers.map(({ place }) => place);
    return places.length > 0
      ? open(counted(places, "pods that AppArmor or SELinux does not confine"), seen)
      : notAFinding("No pod of users on it leaves AppArmor or SELinux.", seen);
  }),
);
