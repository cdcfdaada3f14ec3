import { rule } from "../../../src/rules/stig/V-242382-api-server-authorization-mode.ts";
import { type FactsGiven, here } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

const path = "/etc/kubernetes/authz.yaml";
const head = { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthorizationConfiguration" };
const file = (content: unknown, ...flags: readonly string[]): FactsGiven => ({
  ...apiServer(`--authorization-config=${path}`, ...flags),
  "content.authorization-config": here({ path, file: path, content }),
});
const types = (...given: readonly unknown[]) => ({ ...head, authorizers: given.map((type) => ({ type, name: "a" })) });

ruleCases(rule, [
  ["Node without RBAC", apiServer("--authorization-mode=Node"), "not_a_finding", "open"],
  ["Node without RBAC by file", file(types("Node", "Webhook")), "open"],
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
  ["Node and RBAC by file", file(types("Node", "RBAC")), "open", "not_a_finding"],
  ["with a webhook", file(types("Webhook", "RBAC", "Node")), "open", "not_a_finding"],
  [
    "an older API",
    file({ ...types("Node", "RBAC"), apiVersion: "apiserver.config.k8s.io/v1beta1" }),
    "open",
    "not_a_finding",
  ],
  ["AlwaysAllow by file", file(types("Node", "RBAC", "AlwaysAllow")), "open"],
  ["RBAC alone by file", file(types("RBAC")), "open"],
  ["no authorizers", file(types()), "open"],
  ["a type that is not known", file(types("Node", "RBAC", "Magic")), "open", "not_reviewed"],
  ["a type that is no text", file(types("Node", "RBAC", 5)), "open", "not_reviewed"],
  ["another kind", file({ ...types("Node", "RBAC"), kind: "Other" }), "open", "not_reviewed"],
  ["an empty file", file(null), "open", "not_reviewed"],
  ["a safe file beside AlwaysAllow", file(types("Node", "RBAC"), "--authorization-mode=AlwaysAllow"), "open"],
]);
