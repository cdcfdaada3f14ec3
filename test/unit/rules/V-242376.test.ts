import { rule } from "../../../src/rules/stig/V-242376-controller-manager-tls-version.ts";
import { denied, running } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";

const controllerManager = (...flags: readonly string[]) => running("kube-controller-manager", flags);

ruleCases(rule, [
  ["unset: TLS 1.2 by default", controllerManager(), "open", "not_a_finding"],
  ["TLS 1.2", controllerManager("--tls-min-version=VersionTLS12"), "not_a_finding"],
  ["TLS 1.3, detached value", controllerManager("--tls-min-version", "VersionTLS13"), "not_a_finding"],
  ["written with underscores", controllerManager("--tls_min_version=VersionTLS12"), "not_a_finding"],
  ["TLS 1.1", controllerManager("--tls-min-version=VersionTLS11"), "open"],
  ["a name that does not exist", controllerManager("--tls-min-version=TLS12"), "open"],
  ["empty: the default", controllerManager("--tls-min-version="), "open", "not_a_finding"],
  [
    "manifest unreadable, process fine",
    { ...controllerManager("--tls-min-version=VersionTLS12"), "manifest.kube-controller-manager": denied },
    "not_reviewed",
    "not_a_finding",
  ],
]);
