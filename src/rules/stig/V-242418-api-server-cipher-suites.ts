import { componentFlagRule } from "../kit/command-line/component-flag.ts";

// In the order that DISA's SCAP content compares them with; the text itself does not ask for an order.
const approved = [
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
];
const ofTls13 = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

export const rule = componentFlagRule({
  id: "V-242418",
  component: "kube-apiserver",
  flags: ["tls-cipher-suites", "tls-min-version"],
  literal(flags) {
    const suites = flags.list("tls-cipher-suites") ?? [];
    // A name of another form (a blank, OpenSSL's spelling) is unknown to the API server: it does not start.
    return approved.every((suite) => suites.includes(suite)) && suites.every((suite) => /^TLS_[A-Z0-9_]+$/.test(suite));
  },
  effective(flags) {
    if (flags.text("tls-min-version") === "VersionTLS13") return true;
    const ofTls12 = (flags.list("tls-cipher-suites") ?? []).filter((suite) => !ofTls13.includes(suite));
    return ofTls12.length > 0 && ofTls12.every((suite) => approved.includes(suite));
  },
  expected: `--tls-cipher-suites=${approved.join(",")}`,
  passes: {
    literal: "all four approved suites in --tls-cipher-suites",
    effective: "no TLS 1.2 suite but these four in --tls-cipher-suites, or --tls-min-version=VersionTLS13",
  },
  whenUnset:
    "all four must be in the list, in any order; the text allows more, the requirement does not. Unset means Go's own " +
    "choice, which holds others. With --tls-min-version=VersionTLS13 the list is not used, and TLS 1.3 has its own suites",
});
