import { rule } from "../../../src/rules/stig/V-245543-api-server-token-authentication.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["unset", apiServer(), "not_a_finding"],
  ["set", apiServer("--token-auth-file=/etc/kubernetes/tokens.csv"), "open"],
  ["with underscores", apiServer("--token_auth_file=/etc/kubernetes/tokens.csv"), "open"],
  ["empty", apiServer("--token-auth-file="), "open", "not_a_finding"],
  ["emptied by a second flag", apiServer("--token-auth-file=/x", "--token-auth-file="), "open", "not_a_finding"],
  ["bootstrap tokens are something else", apiServer("--enable-bootstrap-token-auth=true"), "not_a_finding"],
  ["behind a bare boolean", apiServer("--enable-bootstrap-token-auth", "--token-auth-file=/x"), "open"],
  ["drift", drifted("kube-apiserver", [], ["--token-auth-file=/x"]), "open"],
]);
