import { notReviewed, open } from "../../../../findings/verdict.ts";
import type { Outcome } from "../../command-line/command-line.ts";
import { isSince, type KubernetesVersion } from "../../kubernetes-version.ts";
import { listed } from "../../unknown-data.ts";

// Go's tls.InsecureCipherSuites, as --help of Kubernetes 1.36 has it: "Insecure values".
const insecure = [
  "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
  "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA",
  "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA",
  "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256",
  "TLS_ECDHE_RSA_WITH_RC4_128_SHA",
  "TLS_RSA_WITH_3DES_EDE_CBC_SHA",
  "TLS_RSA_WITH_AES_128_CBC_SHA",
  "TLS_RSA_WITH_AES_128_CBC_SHA256",
  "TLS_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_RSA_WITH_AES_256_CBC_SHA",
  "TLS_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_RSA_WITH_RC4_128_SHA",
];

/** No suite that Go calls insecure among those given; without any Go chooses, which `byDefault` judges. */
export function judgeSuites(component: string, suites: readonly string[], byDefault: () => Outcome): Outcome {
  if (suites.length === 0) return byDefault();
  const weak = suites.filter((suite) => insecure.includes(suite));
  return weak.length === 0 || open(`${component} offers cipher suites that Go calls insecure: ${listed(weak)}.`);
}

/** What Go chooses is nothing of that list since 1.23, which Kubernetes 1.32 was built with: before, 3DES is in it. */
export const goChoosesWell = (component: string, version: KubernetesVersion): Outcome =>
  isSince(version, 32) ||
  notReviewed(`${component}: no cipher suites are set, and until 1.31 Go's own choice holds 3DES for RSA keys.`);
