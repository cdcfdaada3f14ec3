import { rule as controllerManager } from "../../../src/rules/stig/V-242376-controller-manager-tls-version.ts";
import { rule as scheduler } from "../../../src/rules/stig/V-242377-scheduler-tls-version.ts";
import { rule as apiServer } from "../../../src/rules/stig/V-242378-api-server-tls-version.ts";
import { controlPlane, denied, here, nothing, worker } from "../../support/facts.ts";
import { type RuleCase, ruleCases } from "../../support/rule-cases.ts";
import { type Component, drifted, started, unmanaged } from "./control-plane.ts";

// V-242376, V-242377 and V-242378.
const cases = (component: Component): readonly RuleCase[] => {
  const good = "--tls-min-version=VersionTLS12";
  return [
    ["unset: TLS 1.2 by default", started(component, []), "open", "not_a_finding"],
    ["empty: the default", started(component, ["--tls-min-version="]), "open", "not_a_finding"],
    ["TLS 1.2", started(component, [good]), "not_a_finding"],
    ["TLS 1.3, detached, with underscores", started(component, ["--tls_min_version", "VersionTLS13"]), "not_a_finding"],
    ["TLS 1.0", started(component, ["--tls-min-version=VersionTLS10"]), "open"],
    ["TLS 1.1", started(component, ["--tls-min-version=VersionTLS11"]), "open"],
    ["a name that does not exist", started(component, ["--tls-min-version=TLS12"]), "open"],
    ["wrong case", started(component, ["--tls-min-version=versiontls12"]), "open"],
    ["the last one counts", started(component, [good, "--tls-min-version=VersionTLS10"]), "open"],
    ["one dash is no such flag", started(component, ["-tls-min-version=VersionTLS12"]), "open", "not_a_finding"],
    ["behind --, no flag", started(component, ["--", good]), "open", "not_a_finding"],
    ["quotes are part of the value", started(component, ['--tls-min-version="VersionTLS12"']), "open"],
    ["the running process differs", drifted(component, [good], ["--tls-min-version=VersionTLS10"]), "open"],
    ["the manifest differs", drifted(component, ["--tls-min-version=VersionTLS10"], [good]), "open", "not_a_finding"],
    ["without a manifest", unmanaged(component, [good]), "not_a_finding"],
    [
      "process unreadable",
      { ...started(component, [good]), [`process.${component}`]: denied },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "process gone",
      { ...started(component, [good]), [`process.${component}`]: nothing },
      "not_a_finding",
      "not_reviewed",
    ],
    [
      "manifest unreadable",
      { ...started(component, [good]), [`manifest.${component}`]: denied },
      "not_reviewed",
      "not_a_finding",
    ],
    [
      "manifest unreadable, the process is a finding",
      { ...started(component, ["--tls-min-version=VersionTLS10"]), [`manifest.${component}`]: denied },
      "open",
    ],
    [
      "neither manifest nor process",
      { "node.role": here(controlPlane), [`manifest.${component}`]: nothing, [`process.${component}`]: nothing },
      "not_reviewed",
    ],
    ["a worker", { "node.role": here(worker) }, "not_applicable"],
    ["a node of unknown role", { ...started(component, [good]), "node.role": denied }, "not_reviewed"],
  ];
};

ruleCases(apiServer, cases("kube-apiserver"));
ruleCases(controllerManager, cases("kube-controller-manager"));
ruleCases(scheduler, [
  ...cases("kube-scheduler"),
  [
    "old TLS on no port",
    started("kube-scheduler", ["--tls-min-version=VersionTLS10", "--secure-port=0"]),
    "open",
    "not_a_finding",
  ],
  [
    "old TLS on no secure port, but perhaps on an insecure one",
    started("kube-scheduler", ["--tls-min-version=VersionTLS10", "--secure-port=0"], { image: "none" }),
    "open",
    "not_reviewed",
  ],
  [
    "the API server's flag is not the scheduler's",
    { ...started("kube-apiserver", ["--tls-min-version=VersionTLS12"]), ...started("kube-scheduler", []) },
    "open",
    "not_a_finding",
  ],
]);
