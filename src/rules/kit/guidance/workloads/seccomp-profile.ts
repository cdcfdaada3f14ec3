import type { Observed } from "../../../../evidence/observed.ts";
import type { ContainerSecurity, PodSecurity, SecurityProfile } from "../../../../evidence/pod-security.ts";
import { isSince, parseVersion } from "../../kubernetes-version.ts";

/** The profile that is set, by the field or by the annotation before it; `unknown`: an annotation that may count or not. */
export type SetProfile = SecurityProfile | "unset" | "unknown";

const annotated: ReadonlyMap<string, SecurityProfile> = new Map([
  ["runtime/default", { type: "RuntimeDefault" }],
  ["docker/default", { type: "RuntimeDefault" }],
  ["unconfined", { type: "Unconfined" }],
]);

function ofAnnotation(text: string): SecurityProfile {
  const [, localhostProfile] = /^localhost\/(.+)$/.exec(text) ?? [];
  if (localhostProfile !== undefined) return { type: "Localhost", localhostProfile };
  return annotated.get(text) ?? { type: text };
}

/** What a container's seccomp profile is set to, its own before its pod's. */
export function setProfile(pod: PodSecurity, own: ContainerSecurity, release: Observed<string>): SetProfile {
  const field = own.seccomp ?? pod.seccomp;
  if (field !== undefined) return field;
  const annotation = own.seccompAnnotation ?? pod.seccompAnnotation;
  if (annotation === undefined) return "unset";
  const version = release.state === "present" ? parseVersion(release.value) : undefined;
  if (version === undefined) return "unknown";
  // The API server makes the field of it until 1.26, and pays no heed to it since 1.27.
  return isSince(version, 27) ? "unset" : ofAnnotation(annotation);
}
