import type { ContainerSecurity } from "../../evidence/pod-security.ts";
import { addedCapabilities, dropsAllCapabilities } from "../kit/guidance/workloads/capabilities.ts";
import { eachContainer, securityCheck, shownIf } from "../kit/guidance/workloads/security-check.ts";
import type { Shown } from "../kit/guidance/workloads/workload-check.ts";

/** What opens a way out of the container, or to other workloads. */
const dangerous = [
  "ALL",
  "SYS_ADMIN",
  "SYS_MODULE",
  "SYS_RAWIO",
  "SYS_PTRACE",
  "SYS_BOOT",
  "NET_ADMIN",
  "NET_RAW",
  "SETPCAP",
  "PERFMON",
  "BPF",
];

const isDangerous = (capability: string): boolean => dangerous.includes(capability) || capability.startsWith("MAC_");

function ofContainer(own: ContainerSecurity): readonly Shown[] {
  // Runtimes pay no heed to what a privileged container drops.
  if (own.privileged === true) return [{ kind: "open", value: "privileged: has all capabilities" }];
  const added = addedCapabilities(own).filter((capability) => capability !== "NET_BIND_SERVICE");
  return [
    ...shownIf(!dropsAllCapabilities(own), "open", "does not drop ALL"),
    ...added.map(
      (capability): Shown => ({ kind: isDangerous(capability) ? "open" : "review", value: `adds ${capability}` }),
    ),
  ];
}

export const rule = securityCheck({
  id: "container-capabilities",
  what: "containers with capabilities",
  linuxOnly: true,
  looks: (workload) => eachContainer(workload, ofContainer),
  expected: "every container of users drops ALL capabilities and adds none but NET_BIND_SERVICE",
  check:
    "Read securityContext.capabilities of every container, init container and ephemeral container, in pods and in " +
    "templates. Without drop: [ALL] it has those that the runtime gives by default. Findings are ALL, SYS_ADMIN, " +
    "SYS_MODULE, SYS_RAWIO, SYS_PTRACE, SYS_BOOT, NET_ADMIN, NET_RAW, SETPCAP, MAC_*, PERFMON and BPF; whether another " +
    "one is needed is for a person. A privileged container has all, whatever it drops. Pods for Windows (spec.os.name, " +
    "or by their node) have none. What belongs to the platform is listed apart.",
  fix: "Set capabilities.drop: [ALL] for each container, and add the few that the program is known to need.",
});
