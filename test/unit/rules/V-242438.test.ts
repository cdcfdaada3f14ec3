import { rule } from "../../../src/rules/stig/V-242438-api-server-request-timeout.ts";
import { controlPlane, denied, here, nothing } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { started, unmanaged } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["unset: a minute by default", apiServer(), "open", "not_a_finding"],
  ["300s", apiServer("--request-timeout=300s"), "not_a_finding"],
  ["1h30m, detached", apiServer("--request-timeout", "1h30m"), "not_a_finding"],
  ["0", apiServer("--request-timeout=0"), "open"],
  ["0s", apiServer("--request-timeout=0s"), "open"],
  ["0m0s", apiServer("--request-timeout=0m0s"), "open"],
  ["less than a nanosecond", apiServer("--request-timeout=0.0000000001s"), "open"],
  ["without a unit", apiServer("--request-timeout=60"), "open"],
  ["empty", apiServer("--request-timeout="), "open"],
  ["negative", apiServer("--request-timeout=-1m"), "open"],
  ["--min-request-timeout is another flag", apiServer("--min-request-timeout=1800"), "open", "not_a_finding"],
  ["no manifest, but a process", unmanaged("kube-apiserver", ["--request-timeout=300s"]), "open", "not_a_finding"],
  [
    "neither manifest nor process",
    { "node.role": here(controlPlane), "manifest.kube-apiserver": nothing, "process.kube-apiserver": nothing },
    "open",
    "not_reviewed",
  ],
  [
    "manifest unreadable",
    { ...apiServer("--request-timeout=300s"), "manifest.kube-apiserver": denied },
    "not_reviewed",
    "not_a_finding",
  ],
]);
