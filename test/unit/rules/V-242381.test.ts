import { rule } from "../../../src/rules/stig/V-242381-controller-manager-service-account-credentials.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const controllerManager = (...flags: readonly string[]) => started("kube-controller-manager", flags);

ruleCases(rule, [
  ["unset", controllerManager(), "open"],
  ["true", controllerManager("--use-service-account-credentials=true"), "not_a_finding"],
  ["bare", controllerManager("--use-service-account-credentials"), "not_a_finding"],
  ["bare, before another flag", controllerManager("--use-service-account-credentials", "--v=2"), "not_a_finding"],
  ["bare, before a stray word", controllerManager("--use-service-account-credentials", "false"), "not_a_finding"],
  ["T and 1 are true", controllerManager("--use-service-account-credentials=T"), "not_a_finding"],
  ["false", controllerManager("--use-service-account-credentials=false"), "open"],
  ["no boolean", controllerManager("--use-service-account-credentials=yes"), "open"],
  ["empty", controllerManager("--use-service-account-credentials="), "open"],
  ["the value of another flag", controllerManager("--cluster-name", "--use-service-account-credentials=true"), "open"],
  [
    "from outside the manifest",
    drifted(
      "kube-controller-manager",
      ["--use-service-account-credentials=$(CREDENTIALS)"],
      ["--use-service-account-credentials=true"],
    ),
    "not_reviewed",
    "not_a_finding",
  ],
]);
