import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/user-authentication-method.ts";
import { denied, type FactsGiven, facts, here } from "../../../support/facts.ts";
import { certificate, contentOf, kubeconfig, kubeconfigs } from "../../../support/kubeconfigs.ts";
import { started } from "../control-plane.ts";

const apiServer = (...flags: readonly string[]): FactsGiven => ({
  ...started("kube-apiserver", flags),
  ...kubeconfigs([
    kubeconfig("/etc/kubernetes/super-admin.conf", {
      content: contentOf({
        name: "kubernetes-super-admin",
        certificates: here([certificate({ subject: "O=system:masters, CN=a" })]),
      }),
    }),
    kubeconfig("/etc/kubernetes/admin.conf", {
      content: contentOf({ certificates: here([certificate({ subject: "O=kubeadm:cluster-admins, CN=b" })]) }),
    }),
    kubeconfig("/root/.kube/config", { content: denied }),
  ]),
});
const path = "/etc/kubernetes/authn.yaml";
const configured = (jwt: unknown, ...flags: readonly string[]): FactsGiven => ({
  ...apiServer(`--authentication-config=${path}`, ...flags),
  "content.authentication-config": here({
    path,
    file: path,
    content: { apiVersion: "apiserver.config.k8s.io/v1", kind: "AuthenticationConfiguration", jwt },
  }),
});
const issuer = [{ issuer: { url: "https://id.example.org", audiences: ["k8s"] } }];

const ca = "--client-ca-file=/ca.crt";
const tokens = "--token-auth-file=/tokens.csv";

describe("user-authentication-method", () => {
  it.each<readonly [string, FactsGiven, "open" | "not_reviewed", RegExp]>([
    ["client certificates", apiServer(ca), "not_reviewed", /accepted are client certificates\./],
    ["static tokens beside", apiServer(ca, tokens), "not_reviewed", /and besides a file of static tokens/],
    ["static tokens alone", apiServer(tokens), "open", /Nothing but static credentials/],
    ["nothing", apiServer(), "open", /tokens of service accounts remain/],
    ["OpenID Connect", apiServer("--oidc-issuer-url=https://id.example.org"), "not_reviewed", /OpenID Connect/],
    ["a webhook", apiServer("--authentication-token-webhook-config-file=/w"), "not_reviewed", /token webhook/],
    ["a JWT authenticator", configured(issuer), "not_reviewed", /tokens of https:\/\/id\.example\.org/],
    ["a file without authenticators", configured(undefined, tokens), "open", /Nothing but static credentials/],
    ["a file that is not understood", configured([{}], tokens), "not_reviewed", /not understood/],
    [
      "a file that was not read",
      { ...configured(issuer), "content.authentication-config": denied },
      "not_reviewed",
      /Not seen/,
    ],
    ["kubeconfigs not looked for", { ...apiServer(ca), kubeconfigs: denied }, "not_reviewed", /accepted are/],
    ["no process", { ...apiServer(ca), "process.kube-apiserver": denied }, "not_reviewed", /Not seen/],
  ])("%s", (_, given, status, reason) => {
    const { literal } = judgeNode(rule, facts(given));
    expect(literal.status).toBe(status);
    expect(literal.reason).toMatch(reason);
  });

  it("shows certificates of system:masters, until when, what was not read, and every flag, set or not", () => {
    const { seen } = judgeNode(rule, facts(apiServer(ca))).literal;
    const rows = seen
      .filter(({ what }) => what.startsWith("certificate"))
      .map(({ what, value }) => `${what}: ${value}`);
    expect(rows).toEqual([
      "certificate of system:masters in /etc/kubernetes/super-admin.conf: user kubernetes-super-admin: " +
        "O=system:masters, CN=a; until 2030-01-01",
      "certificates in /root/.kube/config: not read (permission-denied)",
    ]);
    expect(seen.filter(({ value }) => value === "not set")).toHaveLength(7);
  });
});
