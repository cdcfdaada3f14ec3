import { rule } from "../../../src/rules/stig/V-242418-api-server-cipher-suites.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);
const approved = [
  "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
  "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
  "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
];
const suites = (...names: readonly string[]) => `--tls-cipher-suites=${names.join(",")}`;

ruleCases(rule, [
  ["unset: Go's choice", apiServer(), "open"],
  ["empty", apiServer(suites()), "open"],
  ["the four, in any order", apiServer(suites(...approved)), "not_a_finding"],
  ["one missing", apiServer(suites(...approved.slice(1))), "open", "not_a_finding"],
  ["one more", apiServer(suites(...approved, "TLS_RSA_WITH_AES_128_CBC_SHA")), "not_a_finding", "open"],
  ["one of ChaCha", apiServer(suites(...approved, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305")), "not_a_finding", "open"],
  ["repeated flags add up", apiServer(...approved.map((name) => suites(name))), "not_a_finding"],
  ["names of TLS 1.3 change nothing", apiServer(suites(...approved, "TLS_AES_128_GCM_SHA256")), "not_a_finding"],
  ["names of TLS 1.3 only", apiServer(suites("TLS_AES_128_GCM_SHA256")), "open"],
  ["a blank makes an unknown name", apiServer(suites(approved.join(", "))), "open"],
  ["lower case", apiServer(suites(...approved).toLowerCase()), "open"],
  ["OpenSSL's names", apiServer(suites("ECDHE-RSA-AES256-GCM-SHA384", ...approved)), "open"],
  ["TLS 1.3 only", apiServer("--tls-min-version=VersionTLS13"), "open", "not_a_finding"],
]);
