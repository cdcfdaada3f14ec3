import { describe, expect, it } from "vitest";
import type { AdmissionWebhook } from "../../../../src/evidence/admission.ts";
import type { ApiService } from "../../../../src/evidence/cluster.ts";
import type { DiscoveredVersion } from "../../../../src/evidence/discovery.ts";
import type { ApiPod, ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { ObservedForCluster } from "../../../../src/evidence/run.ts";
import { rule } from "../../../../src/rules/nsa-cisa/unused-components.ts";
import { webhook } from "../../../support/admission.ts";
import { apiService, container, pod, podTemplate, workload } from "../../../support/cluster-facts.ts";
import { denied, here, processOf } from "../../../support/facts.ts";
import { judgedOn, lines, workloadsRead } from "../../../support/guidance-facts.ts";
import { host } from "../../../support/versioned-cluster.ts";

type Given = { readonly pods?: readonly ApiPod[]; readonly workloads?: readonly ApiWorkload[] };
const judge = (given: Given, more: Partial<ObservedForCluster> = {}) =>
  judgedOn(
    rule,
    workloadsRead({
      "api.discovery": here([]),
      "api.admission-webhooks": here([]),
      "api.services": here([]),
      ...given,
      ...more,
    }),
  );
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

  it("leaves to no person which gates hosts have that were not read", () => {
    const hosts = [host("w1", "v1.36.0"), host("w2", "v1.36.0")];
    expect(judge({}, { "run.hosts": here(hosts) }).leftUnseen).toBeUndefined();
    const unread = hosts.map((one) => ({ ...one, isRead: one.name !== "w2" }));
    expect(judge({}, { "run.hosts": here(unread) }).leftUnseen).toBe(
      "the feature gates of components on w2 were not seen",
    );
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

  it("lists webhooks that nobody answers", () => {
    const service = (name: string, more: Partial<ApiService> = {}) =>
      apiService({ namespace: "hooks", name, ports: [], endpoints: [], ...more });
    const at = (address: string, isNotReady?: true) => ({
      ...{ address, protocol: "tcp" as const, port: 443 },
      ...(isNotReady && { isNotReady }),
    });
    const asks = (name: string) => webhook({ name, service: { namespace: "hooks", name } });
    const { service: _, ...byUrl } = webhook({ name: "url", host: "hooks.example" });
    const given = (...webhooks: readonly AdmissionWebhook[]) => ({
      "api.admission-webhooks": here(webhooks),
      "api.services": here([
        service("empty"),
        service("starting", { endpoints: [at("10.0.0.1", true)] }),
        service("ready", { endpoints: [at("10.0.0.1", true), at("10.0.0.2")] }),
        service("elsewhere", { type: "ExternalName" }),
      ]),
    });
    const names = ["gone", "empty", "starting", "ready", "elsewhere"];
    const { status, reason, seen } = judge({}, given(...names.map(asks), byUrl));
    expect(status).toBe("not_reviewed");
    expect(reason).toContain("Admission webhooks that nobody answers: validating webhook conf/empty, ");
    expect(lines(seen)).toEqual([
      "validating webhook conf/empty: Service hooks/empty has no endpoint; failurePolicy Fail",
      "validating webhook conf/gone: Service hooks/gone does not exist; failurePolicy Fail",
      "validating webhook conf/starting: Service hooks/starting has no ready endpoint; failurePolicy Fail",
    ]);
    expect(judge({}, given(asks("ready"))).reason).not.toContain("webhooks");
    expect(judge({}, { "api.services": denied }).reason).toContain("Not seen (permission-denied)");
  });

  it("names what it could not see", () => {
    expect(judge({}, { "api.pods": denied }).reason).toContain("Not seen");
    expect(judge({}, { "api.discovery": denied }).status).toBe("not_reviewed");
    const found = { pods: [pod(image("kubernetesui/dashboard:v2.7.0"))] };
    expect(judge(found, { "api.discovery": denied, "api.pod-templates": denied }).status).toBe("open");
  });
});
