import type { ContainerSecurity } from "../../evidence/pod-security.ts";
import { addedCapabilities } from "../kit/guidance/workloads/capabilities.ts";
import { eachContainer, securityCheck } from "../kit/guidance/workloads/security-check.ts";

/** Why a process may gain privileges; undefined where it cannot. */
function whyAllowed(own: ContainerSecurity): string | undefined {
  const { allowPrivilegeEscalation: allowed, privileged } = own;
  if (allowed !== false) return `allowPrivilegeEscalation is ${allowed === undefined ? "not set" : "true"}`;
  if (privileged === true) return "privileged implies it";
  const implying = addedCapabilities(own).find((capability) => ["SYS_ADMIN", "ALL"].includes(capability));
  return implying === undefined ? undefined : `capability ${implying} implies it`;
}

export const rule = securityCheck({
  id: "privilege-escalation",
  what: "containers in which a process may gain privileges",
  linuxOnly: true,
  looks: (workload) =>
    eachContainer(workload, (own) => {
      const why = whyAllowed(own);
      return why === undefined ? [] : [{ kind: "open", value: why }];
    }),
  expected:
    "every container of users has allowPrivilegeEscalation: false, and neither privileged: true nor CAP_SYS_ADMIN",
  check:
    "Read securityContext.allowPrivilegeEscalation of every container, init container and ephemeral container, in pods " +
    "and in templates. Unset it is true; privileged: true and CAP_SYS_ADMIN imply it whatever is set. Pods for Windows " +
    "(spec.os.name, or by their node) have no such field. What belongs to the platform is listed apart.",
  fix:
    "Set allowPrivilegeEscalation: false for each container. Programs with the set-user-ID bit or file capabilities (sudo, " +
    "ping of some images) then run with the rights of who starts them.",
});
