import { describe, expect, it } from "vitest";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import { rule } from "../../../../src/rules/nsa-cisa/host-network-and-ports.ts";
import { container, pod, workload } from "../../../support/cluster-facts.ts";
import { judged as judgedOnBoth, workloadsRead } from "../../../support/guidance-facts.ts";

const onHost = { hostNetwork: true, containers: [container({ ports: [{ protocol: "tcp", containerPort: 9100 }] })] };
const withPort = (hostPort: number) => ({
  containers: [container({ ports: [{ protocol: "tcp" as const, containerPort: 80, hostPort }] })],
});

const judged = (...given: Parameters<typeof workloadsRead>) => judgedOnBoth(rule, workloadsRead(...given));

describe("host-network-and-ports", () => {
  it.each<readonly [string, readonly ApiPod[], "open" | "not_a_finding"]>([
    ["no pods", [], "not_a_finding"],
    ["a pod on its own network", [pod()], "not_a_finding"],
    ["a pod on the host's network", [pod(onHost)], "open"],
    ["a pod with a port of the host", [pod(withPort(8080))], "open"],
    ["a pod that has ended", [pod({ ...onHost, phase: "Succeeded" })], "not_a_finding"],
    ["an unknown pod in kube-system", [pod({ ...onHost, namespace: "kube-system" })], "open"],
    ["a pod of the platform", [pod({ ...onHost, namespace: "calico-system" })], "not_a_finding"],
  ])("%s", (_, pods, status) => {
    expect(judged({ pods }).own.status).toBe(status);
  });

  it("lists what the platform needs apart, where it does not count", () => {
    const { own, apart } = judged({ pods: [pod({ ...onHost, namespace: "calico-system" })] });
    expect([own.status, apart.status]).toEqual(["not_a_finding", "open"]);
    expect(apart.seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "calico-system/Pod app-1: container main: host port 9100/tcp",
      "calico-system/Pod app-1: hostNetwork",
    ]);
  });

  it("looks at templates from which no pod runs, and at pods instead of their templates", () => {
    const template = workload({ ...withPort(80), namespace: "shop", name: "app" });
    expect(judged({ workloads: [template] }).own.status).toBe("open");
    const changedByAdmission = pod({ namespace: "shop", owner: { kind: "Deployment", name: "app" } });
    expect(judged({ pods: [changedByAdmission], workloads: [template] }).own.status).toBe("not_a_finding");
  });

  it("says which ports are below 1024", () => {
    expect(judged({ pods: [pod(withPort(80))] }).own.seen.map(({ value }) => value)).toEqual([
      "container main: host port 80/tcp, below 1024",
    ]);
  });
});
