import { componentFlagRule } from "../kit/component-flag.ts";
import { isTls12OrNewer, tlsVersionOrDefault } from "../kit/tls-version.ts";

export const rule = componentFlagRule({
  id: "V-242378",
  component: "kube-apiserver",
  flags: ["tls-min-version"],
  literal: isTls12OrNewer,
  effective: tlsVersionOrDefault,
  expected: "--tls-min-version=VersionTLS12 or VersionTLS13",
  passes: { effective: "--tls-min-version unset (then TLS 1.2), VersionTLS12 or VersionTLS13" },
  whenUnset: "unset, the component accepts TLS 1.2 and newer; the check text still calls that a finding",
});
