import { rule } from "../../../src/rules/stig/V-242382-api-server-authorization-mode.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["unset: everything is allowed", apiServer(), "open"],
  ["empty", apiServer("--authorization-mode="), "open"],
  ["Node,RBAC", apiServer("--authorization-mode=Node,RBAC"), "not_a_finding"],
  ["the order does not matter", apiServer("--authorization-mode=RBAC,Node"), "not_a_finding"],
  ["a further mode", apiServer("--authorization-mode=Node,RBAC,Webhook"), "not_a_finding"],
  ["repeated flags add up", apiServer("--authorization-mode=Node", "--authorization-mode=RBAC"), "not_a_finding"],
  [
    "AlwaysAllow by a repeated flag",
    apiServer("--authorization-mode=AlwaysAllow", "--authorization-mode=Node,RBAC"),
    "open",
  ],
  ["AlwaysAllow in quotes", apiServer('--authorization-mode="AlwaysAllow",Node,RBAC'), "open"],
  ["AlwaysAllow behind an empty entry", apiServer("--authorization-mode=,AlwaysAllow"), "open"],
  ["RBAC without Node", apiServer("--authorization-mode=RBAC"), "not_a_finding", "open"],
  ["ABAC alone", apiServer("--authorization-mode=ABAC"), "not_a_finding", "open"],
  ["a blank makes an unknown mode", apiServer("--authorization-mode=Node, RBAC"), "open"],
  ["AlwaysAllow behind a blank", apiServer("--authorization-mode=Node,RBAC, AlwaysAllow"), "open"],
  ["a file decides", apiServer("--authorization-config=/etc/kubernetes/authz.yaml"), "open", "not_reviewed"],
  ["no file after all", apiServer("--authorization-config=", "--authorization-mode=Node,RBAC"), "not_a_finding"],
  [
    "drift",
    drifted("kube-apiserver", ["--authorization-mode=Node,RBAC"], ["--authorization-mode=AlwaysAllow"]),
    "open",
  ],
  [
    "a whole flag from outside the manifest",
    drifted("kube-apiserver", ["--authorization-mode=Node,RBAC", "$(MORE)"], ["--authorization-mode=Node,RBAC"]),
    "not_reviewed",
    "not_a_finding",
  ],
]);
