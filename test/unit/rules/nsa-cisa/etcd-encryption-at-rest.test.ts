import { expect, it } from "vitest";
import { judgeNode } from "../../../../src/assess/judge.ts";
import { rule } from "../../../../src/rules/nsa-cisa/etcd-encryption-at-rest.ts";
import { denied, type FactsGiven, here, nothing, worker } from "../../../support/facts.ts";
import { recordedNode } from "../../../support/recorded-node.ts";
import { ruleCases } from "../../../support/rule-cases.ts";
import { drifted, started } from "../control-plane.ts";

const path = "/etc/kubernetes/enc/enc.yaml";
const flag = `--encryption-provider-config=${path}`;
const holding = (content: unknown): FactsGiven => ({
  "content.encryption-config": here({ path, file: path, content }),
});
const config = (...providers: readonly unknown[]) =>
  holding({
    apiVersion: "apiserver.config.k8s.io/v1",
    kind: "EncryptionConfiguration",
    resources: [{ resources: ["secrets"], providers }],
  });
const secretbox = { secretbox: { keys: [{ name: "a", secret: "REDACTED" }] } };
const server = started("kube-apiserver", [flag]);

ruleCases(rule, [
  ["an encrypting provider first", { ...server, ...config(secretbox, { identity: {} }) }, "not_a_finding"],
  ["identity first", { ...server, ...config({ identity: {} }, secretbox) }, "open"],
  ["a provider without keys", { ...server, ...config({ secretbox: {} }) }, "open"],
  ["no flag", started("kube-apiserver", []), "open"],
  ["the flag in the manifest only", { ...drifted("kube-apiserver", [flag], []), ...config(secretbox) }, "open"],
  ["the file not read", { ...server, "content.encryption-config": denied }, "not_reviewed"],
  ["the process not seen", { ...server, ...config(secretbox), "process.kube-apiserver": denied }, "not_reviewed"],
  ["no API server", { ...server, ...config(secretbox), "process.kube-apiserver": nothing }, "not_reviewed"],
  ["a worker", { "node.role": here(worker) }, "not_applicable"],
]);

it("is open on a control plane as kubeadm makes it", async () => {
  expect(judgeNode(rule, await recordedNode("cp1")).literal.status).toBe("open");
});
