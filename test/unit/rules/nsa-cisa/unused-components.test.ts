import { describe, expect, it } from "vitest";
import type { DiscoveredVersion } from "../../../../src/evidence/discovery.ts";
import type { ApiPod, ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/unused-components.ts";
import { container, pod, podTemplate, workload } from "../../../support/cluster-facts.ts";
import { denied, here, processOf } from "../../../support/facts.ts";
import { judgedOn, lines, workloadsRead } from "../../../support/guidance-facts.ts";
import { host } from "../../../support/versioned-cluster.ts";

type Given = { readonly pods?: readonly ApiPod[]; readonly workloads?: readonly ApiWorkload[] };
const judge = (given: Given, more: Partial<ObservedForCluster> = {}) =>
  judgedOn(rule, workloadsRead({ "api.discovery": here([]), ...given, ...more }));
const image = (name: string) => ({ containers: [container({ image: name })] });

describe("unused-components", () => {
  it.each<readonly [string, Given, string]>([
    ["nothing", {}, "not_reviewed"],
    ["a pod", { pods: [pod()] }, "not_reviewed"],
    ["the dashboard", { pods: [pod(image("kubernetesui/dashboard:v2.7.0"))] }, "open"],
    [
      "a renamed dashboard",
      { pods: [pod({ name: "ui", ...image("mirror.example/kubernetesui/dashboard-web:1") })] },
      "open",
    ],
    ["its template", { workloads: [workload(image("kubernetesui/dashboard:v2.7.0"))] }, "open"],
    ["Tiller by its image", { pods: [pod(image("gcr.io/kubernetes-helm/tiller:v2.17.0"))] }, "open"],
    ["Tiller by its labels", { pods: [pod({ labels: { app: "helm", name: "tiller" } })] }, "open"],
    [
      "Tiller scaled to zero",
      { workloads: [workload({ ...image("ghcr.io/helm/tiller:v2.17.0"), isScaledToZero: true })] },
      "open",
    ],
    ["a part of its name", { pods: [pod(image("example/rototiller:1"))] }, "not_reviewed"],
    ["Helm by one label", { pods: [pod({ labels: { app: "helm" } })] }, "not_reviewed"],
  ])("%s", (_, given, status) => {
    expect(judge(given).status).toBe(status);
  });

  it("finds both where they stand in a PodTemplate alone", () => {
    const templates = here([podTemplate(image("ghcr.io/helm/tiller:v2.17.0"))]);
    expect(judge({}, { "api.pod-templates": templates }).status).toBe("open");
  });

  it("lists what may be unused", () => {
    const old = workload({
      kind: "ReplicaSet",
      name: "web-1",
      owner: { kind: "Deployment", name: "web" },
      isScaledToZero: true,
    });
    const metrics: DiscoveredVersion = { group: "metrics.k8s.io", version: "v1beta1", resources: denied };
    const gates = "--feature-gates=AllAlpha=true,Other=false";
    const { reason, seen } = judge(
      {
        pods: [pod(image("example/web:2")), pod({ namespace: "test", ...image("example/web:1") })],
        workloads: [workload({ name: "web", isScaledToZero: true }), old],
      },
      {
        "api.discovery": here([metrics]),
        "run.hosts": here([
          host("cp1", "v1.36.2", { "process.kube-apiserver": here([processOf(["kube-apiserver", gates])]) }),
        ]),
      },
    );
    expect(reason).toBe(
      "Whether everything in the cluster is used is for a person. Workloads scaled to zero: 1; APIs that do not answer: 1; " +
        "images in more than one version: 1.",
    );
    expect(lines(seen)).toEqual([
      "shop/Deployment web: scaled to zero",
      "API metrics.k8s.io/v1beta1: does not answer: Permission denied",
      "docker.io/example/web, 1: test/Pod app-1",
      "docker.io/example/web, 2: shop/Pod app-1",
      "kube-apiserver on cp1: feature gates AllAlpha",
    ]);
  });

  it("names what it could not see", () => {
    expect(judge({}, { "api.pods": denied }).reason).toContain("Not seen");
    expect(judge({}, { "api.discovery": denied }).status).toBe("not_reviewed");
    const found = { pods: [pod(image("kubernetesui/dashboard:v2.7.0"))] };
    expect(judge(found, { "api.discovery": denied, "api.pod-templates": denied }).status).toBe("open");
  });
});
