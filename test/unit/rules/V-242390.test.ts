import { rule } from "../../../src/rules/stig/V-242390-api-server-anonymous-authentication.ts";
import { denied, type FactsGiven, here, manifestOf } from "../../support/facts.ts";
import { ruleCases } from "../../support/rule-cases.ts";
import { drifted, started } from "./control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

const path = "/etc/kubernetes/authn.yaml";
const head = { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthenticationConfiguration" };
const file = (content: unknown, ...flags: readonly string[]): FactsGiven => ({
  ...apiServer(`--authentication-config=${path}`, ...flags),
  "content.authentication-config": here({ path, file: path, content }),
});
const off = { ...head, anonymous: { enabled: false } };
const on = { ...head, anonymous: { enabled: true, conditions: [{ path: "/livez" }] } };

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
  [
    "perhaps a whole flag from outside the manifest, behind a flag that may be a boolean",
    { ...apiServer("--anonymous-auth=false", "--some-switch", "$(MORE)"), "process.kube-apiserver": denied },
    "not_reviewed",
  ],
  [
    "a flag whose name is from outside the manifest",
    { ...apiServer("--anonymous-auth=false", "--$(NAME)=true"), "process.kube-apiserver": denied },
    "not_reviewed",
  ],
  [
    "a value from outside the manifest that begins as no flag does",
    {
      ...apiServer("--anonymous-auth=false", "--etcd-servers", "https://$(HOST_IP):2379"),
      "process.kube-apiserver": denied,
    },
    "not_a_finding",
    "not_reviewed",
  ],
  ["off by file", file(off), "not_a_finding"],
  ["on by file", file({ ...head, anonymous: { enabled: true } }), "not_a_finding", "open"],
  ["on for some paths", file(on), "not_a_finding", "open"],
  ["on by file, with AlwaysAllow", file(on, "--authorization-mode=AlwaysAllow"), "not_a_finding", "open"],
  ["no anonymous section", file({ ...head, jwt: [] }), "not_a_finding", "open"],
  ["no anonymous section, AlwaysAllow", file(head, "--authorization-mode=AlwaysAllow"), "not_a_finding"],
  ["a section without enabled", file({ ...head, anonymous: {} }), "not_a_finding", "not_reviewed"],
  ["a section that is no mapping", file({ ...head, anonymous: false }), "not_a_finding", "not_reviewed"],
  ["enabled as text", file({ ...head, anonymous: { enabled: "false" } }), "not_a_finding", "not_reviewed"],
  ["another kind", file({ ...off, kind: "Other" }), "not_a_finding", "not_reviewed"],
  ["an empty file", file(null), "not_a_finding", "not_reviewed"],
  ["off by file, true by flag", file(off, "--anonymous-auth=true"), "open"],
]);
