import { describe, expect, it } from "vitest";
import type { Observed } from "../../../../src/evidence/observed.ts";
import type { RunHost } from "../../../../src/evidence/run.ts";
import { container } from "../../../support/cluster-facts.ts";
import { denied, type FactsGiven, here, layoutOf, manifestOf, nothing } from "../../../support/facts.ts";
import { controlPlanePods, host, on, patched } from "../../../support/versioned-cluster.ts";
import { judged, kubectl, passes, unseen } from "./judged-versions.ts";

const open = ["open", "open"];

describe("V-242443", () => {
  it("passes a cluster of one release, and leaves orders to a person", () => {
    const { statuses, literal } = judged({});
    expect(statuses).toEqual(passes);
    expect(literal.seen.map(({ what, value }) => [what, value])).toEqual([
      ["kube-apiserver v1.36.4", "cp1, the API server that answered: as the newest API server"],
      ["kube-controller-manager v1.36.4", "cp1: as the newest API server"],
      ["kube-scheduler v1.36.4", "cp1: as the newest API server"],
      ["kubelet v1.36.4", "cp1, w1: as the newest API server"],
      ["for a person", expect.stringContaining("IAVMs")],
      [
        "supported releases",
        "the site's table of 2026-11-01: 1.37 until 2027-10-28, 1.36 until 2027-06-28, 1.35 until 2027-02-28",
      ],
    ]);
  });

  const kubelets = (...versions: readonly string[]) => [
    host("cp1", patched),
    ...versions.map((version, index) => host(`w${index + 1}`, version)),
  ];
  it.each([
    ["three older", "v1.33.0", "not_a_finding"],
    ["four older", "v1.32.9", "open"],
    ["newer", "v1.37.0", "open"],
    ["newer by its patch", "v1.36.9", "not_a_finding"],
    ["numbers, not text", "v1.9.0", "open"],
    ["a vendor's", "v1.36.2-eks-1a2b3c", "not_a_finding"],
    ["another vendor's", "v1.36.2+rke2r1", "not_a_finding"],
    ["no version", "unknown", "not_reviewed"],
  ])("kubelets: %s", (_what, version, status) => {
    expect(judged({ hosts: kubelets(version) }).literal.status).toBe(status);
  });

  it("lets a kubelet before 1.25 be two releases older only", () => {
    const at = (server: string, kubelet: string) =>
      judged({ version: server, hosts: [host("cp1", server), host("w1", kubelet)] }).literal.reason;
    expect(at("v1.27.3", "v1.24.3")).toContain("kubelet v1.24.3 on w1: 3 minor releases older");
    expect(at("v1.26.3", "v1.24.3")).not.toContain("kubelet");
    expect(at("v1.28.3", "v1.25.3")).not.toContain("kubelet");
  });

  it.each([
    ["one older", "v1.35.0", "not_a_finding"],
    ["two older", "v1.34.9", "open"],
    ["newer", "v1.37.0", "open"],
    ["known by a digest only", `v1@sha256:${"0".repeat(64)}`, "not_reviewed"],
  ])("controller managers and schedulers: %s", (_what, version, status) => {
    for (const name of ["kube-controller-manager", "kube-scheduler"]) {
      const others = controlPlanePods("cp1", patched).filter((one) => one.name !== `${name}-cp1`);
      expect(judged({ pods: [...others, on("cp1", name, version)] }).literal.status).toBe(status);
    }
  });

  it.each(["kube-apiserver", "kube-controller-manager", "kube-scheduler"])(
    "does not pass where nothing runs %s, or an init or ephemeral container only",
    (name) => {
      const others = controlPlanePods("cp1", patched).filter((one) => one.name !== `${name}-cp1`);
      expect(judged({ pods: others }).statuses).toEqual(unseen);
      for (const kind of ["init container", "ephemeral container"] as const) {
        const image = `registry.k8s.io/${name}:${patched}`;
        const started = on("cp1", "backup", "", { containers: [container(), container({ kind, name, image })] });
        expect(judged({ pods: [...others, started] }).statuses).toEqual(unseen);
      }
    },
  );

  const two = (second: string, more: FactsGiven = {}) => ({
    hosts: [host("cp1", "v1.35.0"), host("cp2", "v1.35.0", more)],
    pods: [
      on("cp1", "kube-apiserver", patched),
      on("cp2", "kube-apiserver", second),
      ...["cp1", "cp2"].flatMap((node) => [
        on(node, "kube-controller-manager", "v1.35.0"),
        on(node, "kube-scheduler", "v1.35.0"),
      ]),
    ],
  });
  it("API servers: one release apart, not two, whichever answered", () => {
    expect(judged(two("v1.35.9")).literal.status).toBe("not_a_finding");
    expect(judged(two("v1.34.9")).literal.reason).toContain("kube-apiserver v1.34.9 on cp2: 2 minor releases older");
    expect(judged({ ...two("v1.34.9"), more: { "api.version": here("v1.34.9") } }).literal.status).toBe("open");
  });

  it("API servers: every control plane's has to be known, not only that which answered", () => {
    const { hosts, pods } = two("v1.36.4");
    const without = pods.filter(({ name }) => name !== "kube-apiserver-cp2");
    expect(judged({ hosts, pods: without }).literal.status).toBe("not_a_finding");
    const runs = { "process.kube-apiserver": here([manifestOf(["kube-apiserver"])]) };
    expect(judged({ ...two("", runs), pods: without }).literal.reason).toContain(
      "neither a pod nor a manifest shows it",
    );
    const unread = [hosts[0] as RunHost, { ...(hosts[1] as RunHost), isRead: false }];
    expect(judged({ hosts: unread, pods: without }).statuses).toEqual(unseen);
    expect(judged({ hosts: unread, pods: without }).literal.leftUnseen).toBe(
      "the version of kube-apiserver on cp2 was not seen",
    );
    const image = "registry.k8s.io/kube-apiserver:v1.34.9";
    const manifest = { "manifest.kube-apiserver": here([{ ...manifestOf(["kube-apiserver"]), image }]) };
    expect(judged({ ...two("", manifest), pods: without }).literal.status).toBe("open");
  });

  it.each([
    ["as the kubelet", "v1.36.4", "v1.36.4", "not_a_finding"],
    ["older than the kubelet by three", "v1.36.4", "v1.33.1", "not_a_finding"],
    ["older than the API server by four", "v1.36.4", "v1.32.1", "open"],
    ["newer than the API server", "v1.36.4", "v1.37.1", "open"],
  ])("kube-proxy: %s", (_what, kubelet, proxy, status) => {
    const pods = [...controlPlanePods("cp1", patched), on("w1", "kube-proxy", proxy)];
    expect(judged({ hosts: kubelets(kubelet), pods }).literal.status).toBe(status);
  });

  it("kube-proxy: before 1.25 at most two releases from its node's kubelet", () => {
    const given = {
      version: "v1.26.0",
      hosts: [host("cp1", "v1.26.0"), host("w1", "v1.23.0")],
      pods: [...controlPlanePods("cp1", "v1.26.0"), on("w1", "kube-proxy", "v1.26.0")],
    };
    expect(judged(given).literal.reason).not.toContain("node's kubelet");
    const older = [...controlPlanePods("cp1", "v1.26.0"), on("w1", "kube-proxy", "v1.24.0")];
    const newerKubelet = [host("cp1", "v1.26.0"), host("w1", "v1.27.0")];
    expect(judged({ ...given, hosts: newerKubelet, pods: older }).literal.reason).toContain(
      "kube-proxy v1.24.0 on w1: 3 minor releases from the node's kubelet, 2 allowed",
    );
  });

  it("kube-proxy: has to be seen where it may run", () => {
    const runs = { "process.kube-proxy": here([manifestOf(["kube-proxy"])]) };
    expect(judged({ hosts: [host("cp1", patched), host("w1", patched, runs)] }).statuses).toEqual(unseen);
    expect(
      judged({ hosts: [host("cp1", patched), host("w1", patched, { "process.kube-proxy": denied })] }).statuses,
    ).toEqual(unseen);
    expect(judged({ hosts: [host("cp1", patched), host("w1", patched, {}, false)] }).statuses).toEqual(unseen);
    const started = { ...runs, "node.layout": layoutOf("kubespray") };
    expect(judged({ hosts: [host("cp1", patched), host("w1", patched, started)] }).statuses).toEqual(unseen);
  });

  it("kube-proxy: has to be seen on a host that is no node of the API, too, where it runs there", () => {
    const at = (process: FactsGiven) =>
      judged({ hosts: [host("cp1", patched), host("w1", patched, { "node.api": nothing, ...process })] }).statuses;
    expect(at({ "process.kube-proxy": here([manifestOf(["kube-proxy"])]) })).toEqual(unseen);
    expect(at({ "process.kube-proxy": denied })).toEqual(unseen);
    expect(at({})).toEqual(passes);
  });

  it("kube-proxy: has to be seen on each node, not only on others", () => {
    const runs = { "process.kube-proxy": here([manifestOf(["kube-proxy"])]) };
    const hosts = ["cp1", "w1", "w2"].map((name) => host(name, patched, runs));
    const on_ = (...nodes: readonly string[]) => [
      ...controlPlanePods("cp1", patched),
      ...nodes.map((node) => on(node, "kube-proxy", patched)),
    ];
    expect(judged({ hosts, pods: on_("cp1", "w1", "w2") }).statuses).toEqual(passes);
    expect(judged({ hosts, pods: on_("w1", "w2") }).statuses).toEqual(unseen);
  });

  it.each<[string, FactsGiven, readonly string[]]>([
    ["one newer", kubectl("v1.37.0"), ["not_a_finding", "not_a_finding"]],
    ["two newer", kubectl("v1.38.0"), open],
    ["two older", kubectl("v1.34.0"), open],
    ["that says nothing", kubectl(), unseen],
    ["beside a place that was not looked at", kubectl("v1.36.4", ["/opt/bin/kubectl"]), unseen],
    ["not looked for", { "host.kubectl": denied }, unseen],
  ])("kubectl on a control plane: %s", (_what, given, statuses) => {
    const { statuses: found } = judged({ hosts: [host("cp1", patched, given), host("w1", patched)] });
    expect(found).toEqual(statuses);
  });

  it("kubectl on a worker counts in effect only", () => {
    const with_ = (given: FactsGiven) => judged({ hosts: [host("cp1", patched), host("w1", patched, given)] }).statuses;
    expect(with_(kubectl("v1.30.0"))).toEqual(["not_a_finding", "open"]);
    expect(with_({ "host.kubectl": denied })).toEqual(["not_a_finding", "not_reviewed"]);
  });

  it("does not pass while a host may be a control plane, nor where none is known", () => {
    const unclear = { "node.role": denied };
    expect(judged({ hosts: [host("cp1", patched), host("w1", patched, unclear)] }).statuses).toEqual(unseen);
    expect(judged({ hosts: [host("w1", patched)], pods: [] }).statuses).toEqual(unseen);
    expect(judged({ hosts: [host("w1", patched)] }).statuses).toEqual(unseen);
  });

  it.each(["api.version", "api.nodes", "api.pods", "run.hosts"] as const)("does not pass without %s", (name) => {
    expect(judged({ more: { [name]: denied as Observed<never> } }).statuses).toEqual(unseen);
  });

  it("finds what the others prove without a list", () => {
    expect(judged({ hosts: kubelets("v1.37.0"), more: { "api.pods": denied } }).statuses).toEqual(open);
  });

  it("takes the kubelet's version for components that one process holds", () => {
    const k3s = { "node.layout": layoutOf("k3s"), "process.kube-proxy": denied };
    const hosts = [host("cp1", "v1.36.4+k3s1", k3s), host("cp2", "v1.34.1+k3s1", k3s)];
    const { literal } = judged({ version: "v1.36.4+k3s1", hosts, pods: [] });
    expect(literal.reason).toContain("kube-apiserver v1.34.1+k3s1 on cp2: 2 minor releases older");
    expect(judged({ hosts: hosts.slice(0, 1), pods: [] }).literal.status).toBe("not_a_finding");
  });

  it("leaves clusters within the cluster, and pods that have ended, out", () => {
    const nested = on("w1", "kube-apiserver", "v1.30.0", { namespace: "vcluster-a" });
    const ended = on("w1", "kube-scheduler", "v1.30.0", { phase: "Failed" });
    expect(judged({ pods: [...controlPlanePods("cp1", patched), nested, ended] }).statuses).toEqual(passes);
    expect(judged({ pods: [...controlPlanePods("cp1", patched), { ...nested, hostNetwork: true }] }).statuses).toEqual(
      open,
    );
  });

  it.each(["Succeeded", "Failed"])("does not take what has ended for what runs: %s", (phase) => {
    const pods = controlPlanePods("cp1", patched).map((pod) =>
      pod.name.startsWith("kube-scheduler") ? { ...pod, phase } : pod,
    );
    expect(judged({ pods }).statuses).toEqual(unseen);
  });

  it.each([
    ["registry.k8s.io/provider-aws/cloud-controller-manager:v1.34.0", "open"],
    ["registry.k8s.io/provider-aws/cloud-controller-manager:v1.35.0", "not_a_finding"],
    ["rancher/rke2-cloud-provider:v1.36.2-0.20260601", "not_a_finding"],
    ["hetznercloud/hcloud-cloud-controller-manager:v1.29.0", "not_reviewed"],
  ])("a cloud's controller manager: %s", (image, status) => {
    const cloud = on("cp1", "manager", "", { containers: [container({ name: "manager", image })] });
    expect(judged({ pods: [...controlPlanePods("cp1", patched), cloud] }).literal.status).toBe(status);
  });
});
