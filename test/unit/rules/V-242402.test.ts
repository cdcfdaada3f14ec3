import { rule } from "../../../src/rules/stig/V-242402-api-server-audit-log-path.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);
const policy = "--audit-policy-file=/etc/kubernetes/audit.yaml";

ruleCases(rule, [
  ["unset", apiServer(), "open"],
  ["empty", apiServer("--audit-log-path=", policy), "open"],
  ["without a value at the end", apiServer(policy, "--audit-log-path"), "open"],
  ["a path and a policy", apiServer("--audit-log-path=/var/log/audit.log", policy), "not_a_finding"],
  ["standard output", apiServer("--audit-log-path", "-", policy), "not_a_finding"],
  ["without a policy", apiServer("--audit-log-path=/var/log/audit.log"), "not_a_finding", "open"],
  ["a webhook only", apiServer("--audit-webhook-config-file=/etc/kubernetes/hook.yaml", policy), "open"],
  ["drift", drifted("kube-apiserver", ["--audit-log-path=/a", policy], [policy]), "open"],
]);
