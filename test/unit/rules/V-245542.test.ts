import { rule } from "../../../src/rules/stig/V-245542-api-server-basic-authentication.ts";
import { truncated } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["unset", apiServer(), "not_a_finding"],
  ["set", apiServer("--basic-auth-file=/etc/kubernetes/users.csv"), "open"],
  ["with underscores, detached", apiServer("--basic_auth_file", "/etc/kubernetes/users.csv"), "open"],
  ["empty", apiServer("--basic-auth-file="), "open"],
  ["behind a flag that wants a value", apiServer("--audit-log-path", "--basic-auth-file=/x"), "open"],
  ["in the manifest only", drifted("kube-apiserver", ["--basic-auth-file=/x"], []), "open", "not_a_finding"],
  ["in the process only", drifted("kube-apiserver", [], ["--basic-auth-file=/x"]), "open"],
  ["manifest cut off", { ...apiServer(), "manifest.kube-apiserver": truncated }, "not_reviewed", "not_a_finding"],
]);
