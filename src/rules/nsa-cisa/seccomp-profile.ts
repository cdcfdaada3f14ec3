import { defaultsToRuntime } from "../kit/guidance/workloads/seccomp-default.ts";
import { setProfile } from "../kit/guidance/workloads/seccomp-profile.ts";
import { eachContainer, securityCheck } from "../kit/guidance/workloads/security-check.ts";
import type { Shown } from "../kit/guidance/workloads/workload-check.ts";

/** Where no profile is set, by what the kubelet gives: of one nobody has seen that is not known. */
function unset(isDefaulted: boolean | undefined): Shown {
  if (isDefaulted === undefined) {
    const cause = "no profile is set, and whether the kubelet gives the runtime's (seccompDefault) is not known";
    return { kind: "unknown", value: "no profile is set", cause };
  }
  return isDefaulted
    ? { kind: "detail", value: "no profile is set, the kubelet gives the runtime's" }
    : { kind: "open", value: "no profile is set, and the kubelet gives none" };
}

export const rule = securityCheck({
  id: "seccomp-profile",
  what: "containers without a seccomp profile",
  linuxOnly: true,
  helpful: ["api.configz", "api.version"] as const,
  looks: (workload, facts) =>
    eachContainer(workload, (own): readonly Shown[] => {
      if (own.privileged === true) return [{ kind: "open", value: "privileged: runs without a profile" }];
      const profile = setProfile(workload.security, own, facts["api.version"]);
      if (profile === "unset") return [unset(defaultsToRuntime(workload.pod?.node, facts))];
      if (profile === "unknown") {
        const cause = "the profile is an annotation, and whether the API server's release heeds it is not known";
        return [{ kind: "unknown", value: "profile by annotation only", cause }];
      }
      const { type, localhostProfile } = profile;
      if (type === "RuntimeDefault") return [];
      return [
        type === "Localhost"
          ? { kind: "detail", value: `Localhost ${localhostProfile ?? ""}` }
          : { kind: "open", value: type },
      ];
    }),
  expected:
    "every container of users has a seccompProfile RuntimeDefault or Localhost, or none on nodes whose kubelet has " +
    "seccompDefault: true",
  check:
    "Read seccompProfile.type of every container, init container and ephemeral container, and where it has none that of " +
    "its pod's securityContext, in pods and in templates. Where none is set the runtime's profile applies only if the " +
    "kubelet of the pod's node has seccompDefault: true (--seccomp-default, its configuration, or /configz); a pod on no " +
    "node may come to any. The annotations seccomp.security.alpha.kubernetes.io count until 1.26 and no more since 1.27. " +
    "A privileged container has no profile, whatever is set. Pods for Windows (spec.os.name, or by their node) have no " +
    "such field. What belongs to the platform is listed apart.",
  fix:
    "Set seccompProfile: {type: RuntimeDefault} in the securityContext of the pod, or seccompDefault: true in the " +
    "configuration of every kubelet, which then counts for new pods. Try programs that use unusual system calls first.",
});
