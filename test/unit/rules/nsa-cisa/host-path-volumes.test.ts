import { describe, expect, it } from "vitest";
import type { NodeVolume } from "../../../../src/evidence/pod-security.ts";
import type { ApiPod } from "../../../../src/evidence/pods.ts";
import { isSensitivePath } from "../../../../src/rules/kit/guidance/workloads/host-paths.ts";
import { rule } from "../../../../src/rules/nsa-cisa/host-path-volumes.ts";
import { container, pod, workload } from "../../../support/cluster-facts.ts";
import { denied, here, nothing } from "../../../support/facts.ts";
import { judged, workloadsRead } from "../../../support/guidance-facts.ts";

const noVolumes = { "api.persistent-volumes": here<readonly NodeVolume[]>([]) };
const onHost = (path: string, ...mounts: readonly { readonly path: string; readonly readOnly?: true }[]) => ({
  volumes: [{ name: "host", kind: "hostPath", path }],
  containers: [container({ mounts: mounts.map((mount) => ({ volume: "host", ...mount })) })],
});

describe("host-path-volumes of pods", () => {
  const verdict = (...pods: readonly Partial<ApiPod>[]) =>
    judged(rule, workloadsRead({ pods: pods.map((one) => pod(one)), ...noVolumes }));

  it.each([
    ["none", {}, "not_a_finding"],
    ["an emptyDir", { volumes: [{ name: "tmp", kind: "emptyDir" }] }, "not_a_finding"],
    ["a path of the host", onHost("/data", { path: "/x" }), "open"],
    ["a path of the host, read-only", onHost("/data", { path: "/x", readOnly: true }), "open"],
    ["a path of the host that is not mounted", onHost("/data"), "open"],
  ] as const)("%s", (_, more, status) => {
    expect(verdict(more).own.status).toBe(status);
  });

  it.each([
    ["read-only, let in by a policy", "/data/in", { readOnly: true }, "/data", "not_reviewed"],
    ["read-only, let in by a policy to be written", "/srv", { readOnly: true }, "/data", "open"],
    ["read-only, beside what a policy lets in", "/database", { readOnly: true }, "/data", "open"],
    ["writable, let in by a policy", "/data", {}, "/data", "open"],
    ["sensitive, let in by a policy", "/etc/app", { readOnly: true }, "/etc/app", "open"],
    ["back out of what a policy lets in", "/data/../other", { readOnly: true }, "/data", "open"],
  ] as const)("%s", (_, path, mount, prefix, status) => {
    const policies = [
      { name: "any" },
      { name: "agents", allowedHostPaths: [{ prefix: "/srv" }, { prefix, readOnly: true as const }] },
    ];
    const facts = {
      pods: [pod(onHost(path, { path: "/x", ...mount }))],
      ...noVolumes,
      "api.psp": here(policies),
    };
    const { own } = judged(rule, workloadsRead(facts));
    expect(own.status).toBe(status);
    expect(own.seen.some(({ value }) => value.endsWith("; PodSecurityPolicy agents lets it in"))).toBe(
      status === "not_reviewed",
    );
  });

  it("are not known of a run that did not keep them", () => {
    const { security: _, ...older } = pod();
    expect(judged(rule, workloadsRead({ pods: [older], ...noVolumes })).own.status).toBe("not_reviewed");
  });

  it("are listed with sensitive and writable ones first", () => {
    const { own } = verdict(
      { name: "a", ...onHost("/data", { path: "/r", readOnly: true }, { path: "/w" }) },
      { name: "z", ...onHost("/var/run/docker.sock", { path: "/s", readOnly: true }) },
      { name: "y", ...onHost("/") },
    );
    expect(own.seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "shop/Pod a: hostPath /data, writable in container main at /w",
      "shop/Pod y: hostPath / (sensitive), mounted by no container",
      "shop/Pod z: hostPath /var/run/docker.sock (sensitive), read-only in container main at /s",
      "shop/Pod a: hostPath /data, read-only in container main at /r",
    ]);
  });

  it("count in templates, and the platform's apart", () => {
    const workloads = [workload(onHost("/data"))];
    expect(judged(rule, workloadsRead({ workloads, ...noVolumes })).own.status).toBe("open");
    const { own, apart } = verdict({ namespace: "calico-system", ...onHost("/run") });
    expect([own.status, apart.status]).toEqual(["not_a_finding", "open"]);
  });
});

describe("PersistentVolumes on nodes", () => {
  const volume = (namespace: string, more: Partial<NodeVolume> = {}): NodeVolume => ({
    name: "pv",
    kind: "local",
    path: "/mnt/disk",
    phase: "Bound",
    claim: { namespace, name: "data" },
    ...more,
  });
  const verdict = (volumes: readonly NodeVolume[], ...pods: readonly Partial<ApiPod>[]) =>
    judged(rule, workloadsRead({ pods: pods.map((one) => pod(one)), "api.persistent-volumes": here(volumes) }));
  const { claim: _, ...unclaimed } = volume("shop", { phase: "Available" });

  it.each([
    ["a claim of users", volume("shop"), "open", "not_a_finding"],
    ["a claim of users, of a phase that nobody knows", volume("shop", { phase: "" }), "open", "not_a_finding"],
    ["a claim of the platform", volume("calico-system"), "not_a_finding", "open"],
    ["a claim in kube-system that no pod uses", volume("kube-system"), "open", "not_a_finding"],
    ["no claim", unclaimed, "not_a_finding", "not_a_finding"],
    ["a claim that was given up", volume("shop", { phase: "Released" }), "not_a_finding", "not_a_finding"],
  ] as const)("%s", (_what, given, own, apart) => {
    const found = verdict([given]);
    expect([found.own.status, found.apart.status]).toEqual([own, apart]);
  });

  it("are the platform's in kube-system where only its pods use them", () => {
    const using = { namespace: "kube-system", volumes: [{ name: "d", kind: "persistentVolumeClaim", claim: "data" }] };
    const platform = {
      ...using,
      name: "etcd-n1",
      owner: { kind: "Node", name: "n1" },
      isMirror: true,
      node: "n1",
    } as const;
    const status = (...pods: readonly Partial<ApiPod>[]) => verdict([volume("kube-system")], ...pods).own.status;
    expect([status(platform), status(platform, using), status(using, platform)]).toEqual([
      "not_a_finding",
      "open",
      "open",
    ]);
  });

  it("are shown by their claims, and those that nobody uses by their names", () => {
    const { own } = verdict([volume("shop", { kind: "hostPath", path: "/home/x" }), unclaimed]);
    expect(own.reason).toBe("Claims bound to volumes that are paths of the host: shop/PersistentVolumeClaim data.");
    expect(own.seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "shop/PersistentVolumeClaim data: PersistentVolume of type hostPath, /home/x (sensitive)",
      "PersistentVolume pv: PersistentVolume of type local, /mnt/disk, in no claim's use",
    ]);
  });

  it.each([
    ["forbidden", denied, "not_reviewed"],
    ["not listed", nothing, "not_reviewed"],
  ])("are no pass where the list is %s, which hides no finding in pods", (_what, listed, status) => {
    const more = { "api.persistent-volumes": listed };
    expect(judged(rule, workloadsRead({ pods: [pod()], ...more })).own.status).toBe(status);
    expect(judged(rule, workloadsRead({ pods: [pod(onHost("/data"))], ...more })).own.status).toBe("open");
  });
});

it.each([
  ["/", true],
  ["/etc", true],
  ["/etc/kubernetes/", true],
  ["//etc/./ssl", true],
  ["/data/../etc", true],
  ["/var", true],
  ["/var/run", true],
  ["/var/run/docker.sock", true],
  ["/run/crio", true],
  ["/etcetera", false],
  ["/data/etc", false],
  ["/var/log", false],
  ["/var/lib/kubelets", false],
  ["/opt", false],
])("%s is sensitive: %s", (path, expected) => {
  expect(isSensitivePath(path)).toBe(expected);
});
