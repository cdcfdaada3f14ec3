import { rule } from "../../../src/rules/stig/V-242409-controller-manager-profiling.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const controllerManager = (...flags: readonly string[]) => started("kube-controller-manager", flags);

ruleCases(rule, [
  ["unset: true by default", controllerManager(), "open"],
  ["false", controllerManager("--profiling=false"), "not_a_finding"],
  ["False, f and 0 are false", controllerManager("--profiling=False"), "not_a_finding"],
  ["true", controllerManager("--profiling=true"), "open"],
  ["bare", controllerManager("--profiling"), "open"],
  ["bare, before a stray word", controllerManager("--profiling", "false"), "open"],
  ["FaLsE", controllerManager("--profiling=FaLsE"), "open"],
  ["a word of every object", controllerManager("--profiling=constructor"), "open"],
  ["--contention-profiling is another flag", controllerManager("--contention-profiling=false"), "open"],
  ["behind a bare boolean", controllerManager("--contention-profiling", "--profiling=false"), "not_a_finding"],
  ["the value of another flag", controllerManager("--cluster-name", "--profiling=false"), "open"],
  ["no port", controllerManager("--secure-port=0"), "open", "not_a_finding"],
  [
    "no secure port, in a release with an insecure one",
    started("kube-controller-manager", ["--secure-port=0"], { image: "k8s.gcr.io/kube-controller-manager:v1.22.1" }),
    "open",
  ],
  ["drift", drifted("kube-controller-manager", ["--profiling=false"], []), "open"],
]);
