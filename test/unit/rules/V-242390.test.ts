import { rule } from "../../../src/rules/stig/V-242390-api-server-anonymous-authentication.ts";
import { denied, here, manifestOf } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["unset: true by default", apiServer(), "not_a_finding", "open"],
  ["false", apiServer("--anonymous-auth=false"), "not_a_finding"],
  ["f and 0 are false", apiServer("--anonymous-auth=f"), "not_a_finding"],
  ["true", apiServer("--anonymous-auth=true"), "open"],
  ["bare", apiServer("--anonymous-auth"), "open"],
  ["bare, before a stray word", apiServer("--anonymous-auth", "false"), "open"],
  ["with underscores", apiServer("--anonymous_auth=true"), "open"],
  ["no boolean", apiServer("--anonymous-auth=no"), "open"],
  ["the last one counts", apiServer("--anonymous-auth=false", "--anonymous-auth=true"), "open"],
  ["behind a boolean of another release", apiServer("--some-new-boolean", "--anonymous-auth=true"), "open"],
  [
    "behind a wrapper that ends its own flags",
    {
      ...apiServer(),
      "manifest.kube-apiserver": here([
        manifestOf(["/go-runner", "--log-file=/x", "--", "/usr/local/bin/kube-apiserver", "--anonymous-auth=true"]),
      ]),
    },
    "open",
  ],
  ["a file decides", apiServer("--authentication-config=/etc/kubernetes/authn.yaml"), "not_a_finding", "not_reviewed"],
  [
    "a file, and true",
    apiServer("--authentication-config=/etc/kubernetes/authn.yaml", "--anonymous-auth=true"),
    "open",
  ],
  ["AlwaysAllow switches it off", apiServer("--authorization-mode=AlwaysAllow"), "not_a_finding"],
  ["drift", drifted("kube-apiserver", ["--anonymous-auth=false"], ["--anonymous-auth=true"]), "open"],
  [
    "a whole flag from outside the manifest",
    { ...apiServer("$(MORE)"), "process.kube-apiserver": denied },
    "not_reviewed",
  ],
]);
