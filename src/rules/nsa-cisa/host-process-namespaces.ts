import { securityCheck, shownIf } from "../kit/guidance/workloads/security-check.ts";

export const rule = securityCheck({
  id: "host-process-namespaces",
  what: "the host's process or IPC namespace",
  looks: ({ security }) => [
    ...shownIf(security.hostPID === true, "open", "hostPID"),
    ...shownIf(security.hostIPC === true, "open", "hostIPC"),
    ...shownIf(security.shareProcessNamespace === true, "detail", "shareProcessNamespace, of its own containers only"),
  ],
  expected: "no pod or template of users has hostPID: true or hostIPC: true",
  check:
    "Read spec.hostPID and spec.hostIPC of every pod and of the template of every workload, those scaled to zero too. " +
    "shareProcessNamespace joins a pod's own containers and is no finding. What belongs to the platform is listed apart.",
  fix:
    "Take hostPID and hostIPC out of the template. Where an agent must see the host's processes give it a namespace of " +
    "its own and have that accepted.",
});
