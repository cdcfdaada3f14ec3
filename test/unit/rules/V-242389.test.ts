import { rule } from "../../../src/rules/stig/V-242389-api-server-secure-port.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["unset: 6443 by default", apiServer(), "open", "not_a_finding"],
  ["6443", apiServer("--secure-port=6443"), "not_a_finding"],
  ["hexadecimal", apiServer("--secure-port=0x192b"), "not_a_finding"],
  ["0", apiServer("--secure-port=0"), "open"],
  ["00", apiServer("--secure-port=00"), "open"],
  ["empty", apiServer("--secure-port="), "open"],
  ["no number", apiServer("--secure-port=https"), "open"],
  ["too large", apiServer("--secure-port=65536"), "open"],
  ["negative", apiServer("--secure-port=-1"), "open"],
  ["--insecure-port is another flag", apiServer("--insecure-port=8080"), "open", "not_a_finding"],
]);
