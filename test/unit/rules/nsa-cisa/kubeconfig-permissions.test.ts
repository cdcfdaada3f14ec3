import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import type { KubeconfigFile } from "../../../../src/evidence/kubeconfigs.ts";
import { type UnknownReason, unknown } from "../../../../src/evidence/observed.ts";
import { rule } from "../../../../src/rules/nsa-cisa/kubeconfig-permissions.ts";
import {
  denied,
  directory,
  type FactsGiven,
  facts,
  file,
  here,
  link,
  nothing,
  ownedBy,
  source,
} from "../../../support/facts.ts";
import { certificate, contentOf, kubeconfig, kubeconfigs } from "../../../support/kubeconfigs.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";

const path = "/etc/kubernetes/admin.conf";
const placed = (more: Partial<KubeconfigFile>): FactsGiven =>
  kubeconfigs([
    kubeconfig("/etc/kubernetes/kubelet.conf"),
    kubeconfig(path, { namedBy: "its place", isNamed: false, ...more }),
  ]);
const withMode = (mode: number, more: Partial<KubeconfigFile> = {}) =>
  placed({ stat: here(file(path, mode)), ...more });
const home = "/home/joe/.kube/config";
const joes = (more: Partial<KubeconfigFile> = {}, uid = 1000): FactsGiven =>
  kubeconfigs([
    kubeconfig("/etc/kubernetes/kubelet.conf"),
    kubeconfig(home, { isNamed: false, homeOf: [1000], stat: here(file(home, 0o600, ownedBy("joe", uid))), ...more }),
  ]);
const only = (kind: "exec" | "client-key" | "tokenFile" | "auth-provider" | "token" | "password") =>
  contentOf({ credentials: [kind] });
const none = contentOf({ credentials: [] });
const failed = (reason: UnknownReason) => unknown(reason, "test", source);

ruleCases(rule, [
  ["each its owner's alone", placed({}), "not_a_finding"],
  ["0400", withMode(0o400), "not_a_finding"],
  ["a link to one", placed({ stat: here(link(path, file("/x", 0o600))) }), "not_a_finding"],
  ["a link to one that others read", placed({ stat: here(link(path, file("/x", 0o644))) }), "open"],
  ["a key for all", withMode(0o644), "open"],
  ["a key for a group", withMode(0o640), "open"],
  ["a token for all", withMode(0o644, { content: only("token") }), "open"],
  ["a password for all", withMode(0o644, { content: only("password") }), "open"],
  ["the path of a token for all, as kube-proxy's", withMode(0o644, { content: only("tokenFile") }), "not_reviewed"],
  ["the path of a key for all", withMode(0o644, { content: only("client-key") }), "not_reviewed"],
  ["a program for all", withMode(0o644, { content: only("exec") }), "not_reviewed"],
  ["no credential for all", withMode(0o644, { content: none }), "not_reviewed"],
  ["no credential for root", withMode(0o600, { content: none }), "not_a_finding"],
  ["TLS not verified", placed({ content: contentOf({}, { skipsVerification: true }) }), "open"],
  ["TLS not verified at home", joes({ content: contentOf({ credentials: [] }, { skipsVerification: true }) }), "open"],
  ["a component's that is somebody's", placed({ stat: here(file(path, 0o600, ownedBy("joe", 1000))) }), "not_reviewed"],
  ["a key at home", joes(), "not_reviewed"],
  ["a key at home for all", joes({ stat: here(file(home, 0o644, ownedBy("joe", 1000))) }), "open"],
  ["a token's path at home", joes({ content: only("tokenFile") }), "not_reviewed"],
  ["a login by a program at home", joes({ content: only("exec") }), "not_a_finding"],
  ["an auth provider at home", joes({ content: only("auth-provider") }), "not_reviewed"],
  ["nothing at home", joes({ content: none }), "not_a_finding"],
  ["root's at a person's home", joes({ content: none }, 0), "not_a_finding"],
  ["another's at a person's home", joes({ content: none }, 1001), "not_reviewed"],
  ["withheld on the node", placed({ content: failed("withheld") }), "not_reviewed"],
  ["not understood", placed({ content: failed("unparseable") }), "not_reviewed"],
  ["denied", placed({ stat: denied, content: denied }), "not_reviewed"],
  ["no kubeconfig where one may be", placed({ content: nothing }), "not_a_finding"],
  ["no kubeconfig where a flag names one", placed({ content: nothing, isNamed: true }), "not_reviewed"],
  ["one that a flag names is not there", placed({ stat: nothing, content: nothing, isNamed: true }), "not_reviewed"],
  [
    "kubeadm's that is deleted after the node has joined",
    placed({ namedBy: "--bootstrap-kubeconfig of kubelet", isNamed: true, stat: nothing, content: nothing }),
    "not_a_finding",
  ],
  ["a directory", placed({ stat: here(directory(path)) }), "not_reviewed"],
  ["none found", kubeconfigs([]), "not_reviewed"],
  [
    "a home that could not be looked into",
    kubeconfigs([kubeconfig(path)], { unseen: [failed("permission-denied")] }),
    "not_reviewed",
  ],
  [
    "a finding all the same",
    kubeconfigs([kubeconfig(path, { stat: here(file(path, 0o644)) })], { unseen: [failed("not-collected")] }),
    "open",
  ],
  ["not looked for", { kubeconfigs: denied }, "not_reviewed"],
]);

describe("kubeconfig-permissions", () => {
  it("shows kinds of credentials, where it looked, and whose certificates are at home", () => {
    const subject = "O=system:masters, CN=joe";
    const content = contentOf({
      credentials: ["client-key-data", "exec"],
      certificates: here([certificate({ subject })]),
    });
    const { seen, reason } = judgeNode(rule, facts(joes({ content }))).literal;
    expect(reason).toBe(
      "Credentials in home directories: /home/joe/.kube/config 0600. Whether they are an administrator's is for a person.",
    );
    expect(seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "/etc/kubernetes/kubelet.conf (--kubeconfig of kubelet): 0600 root:root (0:0); client-key-data",
      "/home/joe/.kube/config (--kubeconfig of kubelet): 0600 joe:joe (1000:1000); client-key-data, exec",
      `certificate in /home/joe/.kube/config: subject ${subject}; issuer CN=kubernetes; not after 2030-01-01`,
      "home directories of /etc/passwd that were looked into: /root",
    ]);
  });

  it.each(["cp1", "w1"] as const)("has no finding on %s as kubeadm makes it", async (name) => {
    const { literal } = judgeNode(rule, await recordedNode(name));
    expect(literal.status).toBe("not_reviewed");
    // A ConfigMap's volume: it names the token of the ServiceAccount.
    expect(literal.reason).toBe(
      "Others can read /var/lib/kube-proxy/kubeconfig.conf 0644, which hold neither key, token nor password.",
    );
  });

  it.each(["cp1", "w1"] as const)("is met on %s where kube-proxy's is 0600", async (name) => {
    const node = await recordedNode(name);
    const { kubeconfigs: found } = node;
    if (found.state !== "present") throw new Error("the recording has no kubeconfigs");
    const files = found.value.files.map((one) =>
      one.stat.state === "present" ? { ...one, stat: here(file(one.path, 0o600)) } : one,
    );
    const { literal } = judgeNode(rule, { ...node, kubeconfigs: here({ ...found.value, files }) });
    expect([literal.status, literal.reason]).toEqual(["not_a_finding", expect.stringContaining("Only its owner")]);
  });
});
