import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/static-user-credentials.ts";
import { denied, facts } from "../../../support/facts.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { drifted, started } from "../control-plane.ts";

const apiServer = (...flags: readonly string[]) => started("kube-apiserver", flags);

ruleCases(rule, [
  ["neither", apiServer(), "not_a_finding"],
  ["tokens", apiServer("--token-auth-file=/etc/kubernetes/tokens.csv"), "open"],
  ["passwords", apiServer("--basic-auth-file=/etc/kubernetes/users.csv"), "open"],
  ["an empty flag", apiServer("--token-auth-file="), "not_a_finding"],
  ["bootstrap tokens", apiServer("--enable-bootstrap-token-auth=true"), "not_reviewed"],
  ["in force, though not in the manifest", drifted("kube-apiserver", [], ["--token-auth-file=/t"]), "open"],
  ["no process read", { ...apiServer(), "process.kube-apiserver": denied }, "not_reviewed"],
]);

describe("bootstrap tokens", () => {
  const of = (...flags: readonly string[]) => judgeNode(rule, facts(apiServer(...flags))).literal;

  it("are said not to have been looked at where they are accepted", () => {
    expect(of("--enable-bootstrap-token-auth").reason).toMatch(/whether they expire was not looked at/);
    expect(of("--enable-bootstrap-token-auth=false").reason).not.toMatch(/ootstrap/);
    expect(of().seen.find(({ what }) => what === "bootstrap tokens")?.value).toBe("not accepted");
  });
});
