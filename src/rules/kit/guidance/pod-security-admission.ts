import type { ApiNamespace } from "../../../evidence/cluster.ts";
import { type Flags, flagReadings } from "../../../evidence/go-flags.ts";
import type { Verdict } from "../../../findings/verdict.ts";
import { flagsInFile } from "../command-line/flag-file.ts";
import { namedContent } from "../file-content-rule.ts";
import { admissionIsOn } from "../gates/pod-security-gate.ts";
import type { PodSecurityDefault } from "../pod-security/pod-security-config.ts";
import { defaultOf, heldTo } from "../pod-security/pod-security-namespaces.ts";
import type { ApiServer } from "./api-servers.ts";
import type { SpaceShown } from "./namespace-check.ts";

/** What an API server makes of a namespace's label: nothing where the plugin is off; what is not known is a doubt. */
type Admission =
  | { readonly state: "on"; readonly byDefault: PodSecurityDefault }
  | { readonly state: "off" }
  | { readonly state: "unknown"; readonly why: Verdict };

const flag = "admission-control-config-file";

/** What one API server does, once for each way to read its command line. */
export function admissionsOf({ call, host }: ApiServer, allowed: readonly string[]): readonly Admission[] {
  const unread = flagsInFile("kube-apiserver", call);
  if (unread !== undefined) return [{ state: "unknown", why: unread }];
  const byReading = (flags: Flags): Admission => {
    const isOn = admissionIsOn(flags, call);
    if (typeof isOn !== "boolean") {
      return isOn.status === "not_applicable" ? { state: "off" } : { state: "unknown", why: isOn };
    }
    if (!isOn) return { state: "off" };
    const file = namedContent(flags, flag, host.facts["content.admission-config"]);
    return { state: "on", byDefault: defaultOf(file, allowed) };
  };
  return flagReadings(call).map(byReading);
}

/** Why more than the levels has to be weighed: exemptions, files and API servers that were not seen. */
export const doubtsOf = (admissions: readonly Admission[]): readonly Verdict[] =>
  admissions.flatMap((admission) => {
    if (admission.state === "on") return admission.byDefault.doubts;
    return admission.state === "unknown" ? [admission.why] : [];
  });

const notSeen: PodSecurityDefault = { level: undefined, doubts: [] };

function shownBy(admission: Admission, namespace: ApiNamespace): SpaceShown {
  if (admission.state === "off") return { kind: "open", value: "nothing: Pod Security admission is off" };
  const { level, how } = heldTo(namespace, admission.state === "on" ? admission.byDefault : notSeen);
  if (level === "privileged") return { kind: "open", value: `privileged, ${how}` };
  if (level === undefined) return { kind: "review", value: `not known, ${how}` };
  return { kind: "pass", value: `${level}, ${how}` };
}

/** The level that API servers hold a namespace to; where they differ every one is shown. */
export const levelsOf = (admissions: readonly Admission[], namespace: ApiNamespace): readonly SpaceShown[] =>
  (admissions.length === 0 ? [{ state: "on", byDefault: notSeen } as const] : admissions).map((admission) =>
    shownBy(admission, namespace),
  );
