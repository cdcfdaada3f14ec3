import type { NodeRule } from "../../define-rule.ts";
import type { FlagTest } from "../command-line/command-line.ts";
import { type ControlPlaneComponent, componentFlagRule } from "../command-line/component-flag.ts";
import { insecurePortErratum, servesNothing } from "./secure-port.ts";

/** --tls-min-version names TLS 1.2 or 1.3; names are case-sensitive and unknown ones stop the component. */
const isTls12OrNewer: FlagTest = (flags) =>
  ["VersionTLS12", "VersionTLS13"].includes(flags.text("tls-min-version") ?? "");

/** The same, where unset or empty means the library's default of TLS 1.2 and no open port means no TLS to weaken. */
export const tlsVersionOrDefault: FlagTest = (flags, invocation) =>
  (flags.text("tls-min-version") ?? "") === "" ||
  isTls12OrNewer(flags, invocation) === true ||
  servesNothing(flags, invocation);

/** A rule that a component accepts TLS 1.2 and newer only; the API server always serves. */
export const tlsVersionRule = (id: string, component: ControlPlaneComponent): NodeRule => {
  const mayServeNothing = component !== "kube-apiserver";
  const accepted = "--tls-min-version unset (then TLS 1.2), VersionTLS12 or VersionTLS13";
  return componentFlagRule({
    id,
    component,
    flags: ["tls-min-version"],
    literal: isTls12OrNewer,
    effective: tlsVersionOrDefault,
    expected: "--tls-min-version=VersionTLS12 or VersionTLS13",
    passes: { effective: `${accepted}${mayServeNothing ? ", or no port served at all" : ""}` },
    errata: mayServeNothing ? [insecurePortErratum] : [],
    whenUnset: "unset, the component accepts TLS 1.2 and newer; the check text still calls that a finding",
  });
};
