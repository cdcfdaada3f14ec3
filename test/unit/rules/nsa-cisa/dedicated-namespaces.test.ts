import { describe, expect, it } from "vitest";
import { present } from "../../../../src/evidence/observed.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/dedicated-namespaces.ts";
import { pod } from "../../../support/cluster-facts.ts";
import { denied, here } from "../../../support/facts.ts";
import { judgedApart } from "../../../support/guidance-facts.ts";
import { recordedCluster } from "../../../support/recorded-cluster.ts";

const recorded = await recordedCluster();
const judged = (given: Partial<ObservedForCluster>) => judgedApart(rule, { ...recorded, ...given }).own;

const source = { host: "https://api", request: "test" };
const configMap = {
  namespace: "default",
  group: "",
  resource: "configmaps",
  kind: "ConfigMap",
  objects: here([{ name: "settings" }]),
};
const { "api.user-resources": listed, "api.pods": pods } = recorded;
if (listed.state !== "present" || pods.state !== "present") throw new Error("not recorded");

describe("dedicated-namespaces", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["what kubeadm makes", {}, "not_a_finding"],
    ["a ConfigMap in default", { "api.user-resources": present([...listed.value, configMap], source) }, "open"],
    ["a pod in kube-public", { "api.pods": here([...pods.value, pod({ namespace: "kube-public" })]) }, "open"],
    [
      "somebody's pod in kube-system",
      { "api.pods": here([...pods.value, pod({ namespace: "kube-system" })]) },
      "not_reviewed",
    ],
    ["a list that was not read", { "api.user-resources": denied }, "not_reviewed"],
    ["pods that were not listed", { "api.pods": denied }, "not_reviewed"],
  ])("%s", (_, given, status) => {
    expect(judged(given).status).toBe(status);
  });
});
