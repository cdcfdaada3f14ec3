import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/encryption-key-management.ts";
import { denied, type FactsGiven, facts, file, here, nothing, ownedBy, worker } from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { hostFiles, started } from "../control-plane.ts";

const path = "/etc/kubernetes/pki/enc.yaml";
const kms = { kms: { apiVersion: "v2", name: "k", endpoint: "unix:///run/kms.sock" } };
const secretbox = { secretbox: { keys: [1, 2].map((name) => ({ name, secret: "REDACTED" })) } };
const identity = { identity: {} };

const node = (providers: readonly unknown[], stat = file(path, 0o600)): FactsGiven => ({
  ...started("kube-apiserver", [`--encryption-provider-config=${path}`]),
  ...hostFiles({ [path]: here(stat) }),
  "content.encryption-config": here({
    path,
    file: path,
    content: {
      apiVersion: "apiserver.config.k8s.io/v1",
      kind: "EncryptionConfiguration",
      resources: [{ resources: ["secrets"], providers }],
    },
  }),
});

ruleCases(rule, [
  ["kms v2", node([kms, identity]), "not_a_finding"],
  ["kms v2 in a file that others can read", node([kms], file(path, 0o644)), "open"],
  ["keys in a file that the group can read", node([secretbox], file(path, 0o640)), "open"],
  ["keys in the file", node([secretbox, identity]), "not_reviewed"],
  ["kms v2 with old keys in the file", node([kms, secretbox]), "not_reviewed"],
  ["kms v1", node([{ kms: { name: "k", endpoint: "unix:///run/kms.sock" } }]), "not_reviewed"],
  ["a file of another user", node([kms], file(path, 0o600, ownedBy("kube", 990))), "not_reviewed"],
  ["a file whose mode was not seen", { ...node([kms]), "stat.flag-files": denied }, "not_reviewed"],
  ["a file that the host does not show", { ...node([kms]), ...hostFiles({}) }, "not_reviewed"],
  ["a file that was not read", { ...node([kms]), "content.encryption-config": denied }, "not_reviewed"],
  [
    "a file that was not read, and that others can read",
    { ...node([kms], file(path, 0o644)), "content.encryption-config": denied },
    "open",
  ],
  ["nothing but identity", node([identity]), "not_applicable"],
  ["a provider that is not known", node([{ rot13: {} }]), "not_reviewed"],
  ["no flag", started("kube-apiserver", []), "not_applicable"],
  ["no API server", { ...node([kms]), "process.kube-apiserver": nothing }, "not_reviewed"],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

it("counts keys and shows none", () => {
  const { literal } = judgeNode(rule, facts(node([secretbox])));
  expect(literal.reason).toContain("secretbox with 2 keys in the file");
  expect(JSON.stringify(literal)).not.toContain("REDACTED");
});

it("does not apply to a control plane as kubeadm makes it", async () => {
  expect(judgeNode(rule, await recordedNode("cp1")).literal.status).toBe("not_applicable");
});
