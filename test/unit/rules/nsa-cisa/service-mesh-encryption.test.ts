import { describe, expect, it } from "vitest";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/service-mesh-encryption.ts";
import { container, pod, workload } from "../../../support/cluster-facts.ts";
import { discovered, kubeadm, served } from "../../../support/discovered.ts";
import { denied, here, layoutOf } from "../../../support/facts.ts";
import { controlPlaneHost, judgedApart, linesOf, workloadsRead } from "../../../support/guidance-facts.ts";

const judged = (given: Partial<ObservedForCluster>) =>
  judgedApart(rule, { ...workloadsRead({ pods: [pod()] }), "api.discovery": here(kubeadm), ...given }).own;
const serving = (version: string) => ({ "api.discovery": here([...kubeadm, discovered(version, [served("a", "A")])]) });
const withImage = (image: string) => ({ "api.pods": here([pod({ containers: [container({ image })] })]) });

describe("service-mesh-encryption", () => {
  it.each<readonly [string, Partial<ObservedForCluster>, string]>([
    ["nothing known", {}, "not_applicable"],
    ["Istio", serving("security.istio.io/v1"), "not_reviewed"],
    ["Cilium", serving("cilium.io/v2"), "not_reviewed"],
    ["Calico", serving("crd.projectcalico.org/v1"), "not_reviewed"],
    ["an API of something else", serving("example.com/v1"), "not_applicable"],
    ["Flannel's image", withImage("ghcr.io/flannel-io/flannel:v0.27.0"), "not_reviewed"],
    ["a mirror of it", withImage("docker.io/rancher/mirrored-flannel-flannel:v0.27.0"), "not_reviewed"],
    ["a mesh's proxy", withImage("docker.io/istio/proxyv2:1.27.0"), "not_reviewed"],
    ["a proxy of Kubernetes", withImage("registry.k8s.io/kube-proxy:v1.36.2"), "not_applicable"],
    [
      "a template's image",
      { "api.workloads": here([workload({ containers: [container({ image: "weaveworks/weave-kube:2.8" })] })]) },
      "not_reviewed",
    ],
    ["Flannel within K3s", { "run.hosts": controlPlaneHost({ "node.layout": layoutOf("k3s") }) }, "not_reviewed"],
    ["a node of kubeadm", { "run.hosts": controlPlaneHost({}) }, "not_applicable"],
    ["a node of which nothing is known", { "run.hosts": controlPlaneHost({ "node.layout": denied }) }, "not_reviewed"],
    ["discovery not seen", { "api.discovery": denied }, "not_reviewed"],
    ["pods not listed", { "api.pods": denied }, "not_reviewed"],
    ["workloads not listed", { "api.workloads": denied }, "not_reviewed"],
    ["nodes not listed", { "api.nodes": denied }, "not_reviewed"],
  ])("%s", (_what, given, status) => {
    expect(judged(given).status).toBe(status);
  });

  it("names what it found", () => {
    expect(linesOf(judged(serving("kuma.io/v1alpha1")))).toEqual(["may encrypt: Kuma"]);
  });
});
