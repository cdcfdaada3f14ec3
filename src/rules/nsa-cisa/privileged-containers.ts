import { eachContainer, securityCheck, shownIf } from "../kit/guidance/workloads/security-check.ts";

export const rule = securityCheck({
  id: "privileged-containers",
  what: "privileged containers",
  looks: (workload) =>
    eachContainer(workload, ({ privileged, hostProcess }) => [
      ...shownIf(privileged === true, "open", "privileged"),
      ...shownIf((hostProcess ?? workload.security.hostProcess) === true, "open", "hostProcess"),
    ]),
  expected: "no container of users has privileged: true, or on Windows hostProcess: true",
  check:
    "Read securityContext.privileged of all containers, init containers and ephemeral containers of every pod and of " +
    "the template of every workload, those scaled to zero too; for Windows windowsOptions.hostProcess of the container, " +
    "or where it has none of the pod. What belongs to the platform (kube-proxy, network plugins, storage drivers) needs " +
    "the host and is listed apart.",
  fix:
    "Take privileged: true out of the template, and give the container the single capabilities, devices or sysctls that " +
    "it needs. Where a node agent cannot do without, give it a namespace of its own and have that accepted.",
});
