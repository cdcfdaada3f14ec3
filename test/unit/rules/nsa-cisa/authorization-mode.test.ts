import { rule } from "../../../../src/rules/nsa-cisa/authorization-mode.ts";
import { denied, type FactsGiven, here } from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { drifted, started } from "../control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);
const modes = (...names: readonly string[]) => apiServer(`--authorization-mode=${names.join(",")}`);

const path = "/etc/kubernetes/authz.yaml";
const file = (authorizers: unknown): FactsGiven => ({
  ...apiServer(`--authorization-config=${path}`),
  "content.authorization-config": here({
    path,
    file: path,
    content: { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthorizationConfiguration", authorizers },
  }),
});
const types = (...names: readonly string[]) => file(names.map((type) => ({ type, name: type.toLowerCase() })));

ruleCases(rule, [
  ["Node and RBAC", modes("Node", "RBAC"), "not_a_finding"],
  ["by two flags", apiServer("--authorization-mode=RBAC", "--authorization-mode=Node"), "not_a_finding"],
  ["unset: everything is allowed", apiServer(), "open"],
  ["AlwaysAllow too", modes("Node", "RBAC", "AlwaysAllow"), "open"],
  ["no RBAC", modes("Node", "Webhook"), "open"],
  ["Node alone", modes("Node"), "open"],
  ["RBAC without Node", modes("RBAC"), "not_reviewed"],
  ["a webhook besides", modes("Node", "RBAC", "Webhook"), "not_reviewed"],
  ["ABAC besides", modes("Node", "RBAC", "ABAC"), "not_reviewed"],
  ["a name with a blank is another one", apiServer("--authorization-mode=Node, RBAC"), "open"],
  ["empty", apiServer("--authorization-mode="), "open"],
  ["in force, not in the manifest", drifted("kube-apiserver", ["--authorization-mode=Node,RBAC"], []), "open"],
  ["Node and RBAC by file", types("Node", "RBAC"), "not_a_finding"],
  ["AlwaysAllow by file", types("RBAC", "AlwaysAllow"), "open"],
  ["no RBAC by file", types("Node"), "open"],
  ["a webhook by file", types("Webhook", "Node", "RBAC"), "not_reviewed"],
  ["a file that is not understood", file("RBAC"), "not_reviewed"],
  ["a file that was not read", { ...types("Node", "RBAC"), "content.authorization-config": denied }, "not_reviewed"],
  ["no process read", { ...modes("Node", "RBAC"), "process.kube-apiserver": denied }, "not_reviewed"],
]);
