import { rule } from "../../../../src/rules/nsa-cisa/anonymous-authentication.ts";
import { denied, type FactsGiven, here } from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { drifted, started } from "../control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

const path = "/etc/kubernetes/authn.yaml";
const file = (anonymous: unknown, ...flags: readonly string[]): FactsGiven => ({
  ...apiServer(`--authentication-config=${path}`, ...flags),
  "content.authentication-config": here({
    path,
    file: path,
    content: { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthenticationConfiguration", anonymous },
  }),
});
const onlyFor = (...paths: readonly string[]) => ({
  enabled: true,
  conditions: paths.map((allowed) => ({ path: allowed })),
});

ruleCases(rule, [
  ["unset: true by default", apiServer(), "open"],
  ["true", apiServer("--anonymous-auth=true"), "open"],
  ["false", apiServer("--anonymous-auth=false"), "not_a_finding"],
  [
    "running as it was started, whatever the manifest says",
    drifted("kube-apiserver", ["--anonymous-auth=false"], []),
    "open",
  ],
  ["no process read", { ...apiServer("--anonymous-auth=false"), "process.kube-apiserver": denied }, "not_reviewed"],
  ["off by file", file({ enabled: false }), "not_a_finding"],
  ["on by file", file({ enabled: true }), "open"],
  ["on by file, with an empty list of conditions", file({ enabled: true, conditions: [] }), "open"],
  ["health paths only", file(onlyFor("/livez", "/readyz", "/healthz", "/livez/ping")), "not_a_finding"],
  ["another path too", file(onlyFor("/livez", "/version")), "open"],
  ["a path that only begins like one", file(onlyFor("/livezz")), "open"],
  ["a path that climbs", file(onlyFor("/livez/../api")), "open"],
  ["a condition without a path", file({ enabled: true, conditions: [{}] }), "open"],
  ["no anonymous section", file(undefined), "open"],
  ["a section that is not understood", file("off"), "not_reviewed"],
  [
    "a file that was not read",
    { ...file({ enabled: false }), "content.authentication-config": denied },
    "not_reviewed",
  ],
]);
