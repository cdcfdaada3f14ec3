import { describe, expect, it } from "vitest";
import { judgeCluster } from "../../../../src/assess/judge-cluster.ts";
import { absent } from "../../../../src/evidence/observed.ts";
import type { ApiPod, ApiWorkload } from "../../../../src/evidence/pods.ts";
import type { SystemPods, SystemPodsList } from "../../../../src/evidence/site.ts";
import type { Verdict } from "../../../../src/findings/verdict.ts";
import { rule } from "../../../../src/rules/stig/V-242417-separate-user-functionality.ts";
import { clusterFacts, container, pod, workload } from "../../../support/cluster-facts.ts";
import { apiNode, denied, facts, here, nodeOfApi, worker } from "../../../support/facts.ts";

type Given = {
  readonly pods: readonly ApiPod[];
  readonly workloads?: readonly ApiWorkload[];
  readonly site?: SystemPodsList;
  readonly nodeLabels?: Readonly<Record<string, string>>;
};

const factsOf = ({ pods, workloads = [], site, nodeLabels = {} }: Given) =>
  clusterFacts({
    "api.pods": here(pods),
    "api.workloads": here(workloads),
    "api.nodes": here([nodeOfApi({ name: "cp1", labels: nodeLabels })]),
    "site.system-pods": site === undefined ? absent({ host: "c", request: "decisions" }) : here(site),
  });
const judged = (given: Given): Verdict => judgeCluster(rule, factsOf(given)).literal;

const system = (more: Partial<ApiPod>): ApiPod => pod({ namespace: "kube-system", name: "x-1", ...more });
const of = (kind: ApiWorkload["kind"], name: string, more: Partial<ApiWorkload> = {}): ApiWorkload =>
  workload({ namespace: "kube-system", kind, name, ...more });
const ownedBy = (
  { kind, name }: ApiWorkload,
  labels: Record<string, string> = {},
  more: Partial<ApiPod> = {},
): ApiPod => system({ owner: { kind, name }, labels, ...more });
const mirror = (component: string, more: Partial<ApiPod> = {}): ApiPod =>
  system({ name: `${component}-cp1`, node: "cp1", owner: { kind: "Node", name: "cp1" }, isMirror: true, ...more });

const coredns = of("Deployment", "coredns");
const corednsSet = of("ReplicaSet", "coredns-75ffcd746d", { owner: { kind: "Deployment", name: "coredns" } });
const proxy = of("DaemonSet", "kube-proxy");
const healthy: Given = {
  pods: [
    mirror("kube-apiserver"),
    mirror("etcd"),
    ownedBy(corednsSet, { "k8s-app": "kube-dns" }),
    ownedBy(proxy, { "k8s-app": "kube-proxy" }),
    pod({ namespace: "shop" }),
  ],
  workloads: [coredns, corednsSet, proxy],
};

describe("V-242417", () => {
  it("ends where owners lead in a circle", () => {
    const a = of("ReplicaSet", "a", { owner: { kind: "ReplicaSet", name: "b" } });
    const b = of("ReplicaSet", "b", { owner: { kind: "ReplicaSet", name: "a" } });
    expect(judged({ pods: [ownedBy(a)], workloads: [a, b] }).status).toBe("not_reviewed");
  });

  it("passes where every pod is known, and says by which pattern", () => {
    const { status, seen } = judged(healthy);
    expect(status).toBe("not_a_finding");
    expect(seen.map(({ what, value }) => `${what}: ${value}`)).toEqual([
      "Kubernetes: DaemonSet kube-proxy, label k8s-app=kube-proxy: 1 pod",
      "Kubernetes: Deployment coredns, label k8s-app=kube-dns: 1 pod",
      "static pod etcd: 1 pod",
      "static pod kube-apiserver: 1 pod",
    ]);
  });

  const job = of("Job", "helm-install-traefik", { owner: { kind: "HelmChart", name: "traefik" } });
  const canal = of("DaemonSet", "rke2-canal", { labels: { "app.kubernetes.io/managed-by": "Helm" } });
  const ebs = of("DaemonSet", "csi-cinder-nodeplugin");
  it.each<[string, ApiPod, ...ApiWorkload[]]>([
    ["a chart's Job, whose owner is no workload", ownedBy(job, { "helmcharts.helm.cattle.io/chart": "traefik" }), job],
    ["a label of what makes it only", ownedBy(canal, { "k8s-app": "canal" }), canal],
    [
      "a CSI driver",
      ownedBy(
        ebs,
        { app: "openstack-cinder-csi" },
        { containers: [container({ image: "registry.k8s.io/provider-os/cinder-csi-plugin:v1.33.0" })] },
      ),
      ebs,
    ],
    [
      "a CSI driver beside a container of another name",
      ownedBy(
        ebs,
        { app: "openstack-cinder-csi" },
        {
          containers: [
            container({ image: "registry.k8s.io/sig-storage/livenessprobe:v2.15.0" }),
            container({ image: "registry.k8s.io/provider-os/cinder-csi-plugin:v1.33.0" }),
          ],
        },
      ),
      ebs,
    ],
    [
      "a Service's pods of K3s",
      ownedBy(of("DaemonSet", "svclb-web-1a2b"), { "svccontroller.k3s.cattle.io/svcname": "web" }),
      of("DaemonSet", "svclb-web-1a2b"),
    ],
  ])("knows %s", (_what, given, ...workloads) => {
    expect(judged({ pods: [given], workloads }).status).toBe("not_a_finding");
  });

  const other = of("DaemonSet", "backup");
  it.each<[string, ApiPod, ...ApiWorkload[]]>([
    ["a name without its label", ownedBy(proxy), proxy],
    ["a label under another name", ownedBy(other, { "k8s-app": "kube-proxy" }), other],
    ["a label under another name, beside that of the label", ownedBy(other, { "k8s-app": "kube-proxy" }), proxy, other],
    ["another kind", ownedBy(of("Job", "kube-proxy"), { "k8s-app": "kube-proxy" }), of("Job", "kube-proxy")],
    [
      "a workload of that name in another namespace",
      ownedBy(proxy, { "k8s-app": "kube-proxy" }),
      { ...proxy, namespace: "shop" },
    ],
    ["a bare pod", system({ labels: { "k8s-app": "kube-proxy" } })],
    ["one that has ended", ownedBy(other, {}, { phase: "Succeeded" }), other],
    ["a debugger's pod", system({ name: "node-debugger-cp1-x7k2p" })],
    ["a static pod without the kubelet's annotation", { ...mirror("kube-apiserver"), isMirror: undefined } as never],
    ["a static pod that says another node", mirror("kube-apiserver", { owner: { kind: "Node", name: "cp2" } })],
    ["a static pod that is on no node", { ...mirror("kube-apiserver"), node: undefined } as never],
    ["a static pod of nobody's", mirror("backup")],
    [
      "a driver's name with another's label",
      ownedBy(
        of("DaemonSet", "csi-nfs-node"),
        { app: "csi-smb-node" },
        { containers: [container({ image: "x/csi-plugin:1" })] },
      ),
      of("DaemonSet", "csi-nfs-node"),
    ],
    [
      "a driver without a label",
      ownedBy(of("DaemonSet", "csi-nfs-node"), {}, { containers: [container({ image: "x/csi-plugin:1" })] }),
      of("DaemonSet", "csi-nfs-node"),
    ],
    [
      "a driver without an image of one",
      ownedBy(of("DaemonSet", "csi-nfs-node"), { app: "csi-nfs-node" }),
      of("DaemonSet", "csi-nfs-node"),
    ],
  ])(
    "does not know %s: a worksheet, or a finding where the site says that its list is complete",
    (_what, given, ...workloads) => {
      expect(judged({ ...healthy, pods: [given], workloads }).status).toBe("not_reviewed");
      const complete = { complete: true, patterns: [] };
      expect(judged({ pods: [given], workloads, site: complete }).status).toBe("open");
      expect(judged({ pods: [given], workloads, site: { ...complete, complete: false } }).status).toBe("not_reviewed");
    },
  );

  it("shows what it does not know with image and service account", () => {
    const { reason, seen } = judged({ pods: [ownedBy(other, {}, { serviceAccount: "backup" })], workloads: [other] });
    expect(reason).toContain("kube-system/DaemonSet backup");
    expect(seen.map(({ what, value }) => [what, value])).toEqual([
      ["kube-system/DaemonSet backup", "service account backup, images registry.example/app:1"],
    ]);
  });

  it.each(["kube-public", "kube-node-lease"])("is open where a pod is in %s, whatever it is", (namespace) => {
    expect(judged({ ...healthy, pods: [{ ...mirror("kube-apiserver"), namespace }] }).status).toBe("open");
  });

  it("knows none in kube-system on OpenShift", () => {
    const given = { ...healthy, nodeLabels: { "node.openshift.io/os_id": "rhel" } };
    expect(judged(given).status).toBe("not_reviewed");
    expect(judged({ ...given, pods: [] }).status).toBe("not_a_finding");
  });

  it("does not pass where a list is missing", () => {
    for (const name of ["api.pods", "api.workloads", "api.nodes"] as const) {
      const { literal, effective } = judgeCluster(rule, { ...factsOf(healthy), [name]: denied });
      expect([literal.status, effective.status]).toEqual(["not_reviewed", "not_reviewed"]);
    }
    for (const name of ["api.pods", "api.workloads"] as const) {
      const none = absent({ host: "https://api", request: name });
      expect(judgeCluster(rule, { ...factsOf(healthy), [name]: none }).literal.status).toBe("not_reviewed");
    }
    expect(judgeCluster(rule, clusterFacts({})).literal.status).toBe("not_reviewed");
  });
});

describe("static pods of a node that is a worker only", () => {
  const w1 = {
    name: "w1",
    isRead: true,
    facts: facts({ "node.role": here(worker), "node.api": apiNode({ name: "w1" }) }),
  };
  const onWorker = (component: string): ApiPod =>
    mirror(component, { name: `${component}-w1`, node: "w1", owner: { kind: "Node", name: "w1" } });

  it.each([
    ["nginx-proxy", "not_a_finding"],
    ["etcd", "not_reviewed"],
  ])("%s: %s", (component, status) => {
    const given = { ...factsOf({ pods: [onWorker(component), mirror("etcd")] }), "run.hosts": here([w1]) };
    expect(judgeCluster(rule, given).literal.status).toBe(status);
  });
});

describe("pods that the site knows", () => {
  const agent = of("DaemonSet", "agent-linux");
  const given = ownedBy(agent, { app: "agent", tier: "node" }, { serviceAccount: "agent" });
  const pattern = (more: Partial<SystemPods>): SystemPodsList => ({
    complete: true,
    patterns: [{ kind: "DaemonSet", name: "agent-*", justification: "monitoring", ...more }],
  });

  it.each<[string, Partial<SystemPods>, string]>([
    ["by a label", { labels: { app: "agent" } }, "not_a_finding"],
    [
      "by all labels and the service account",
      { labels: { app: "agent", tier: "node" }, serviceAccount: "agent" },
      "not_a_finding",
    ],
    ["of another label", { labels: { app: "agent", tier: "edge" } }, "open"],
    ["of another service account", { labels: { app: "agent" }, serviceAccount: "default" }, "open"],
    ["of another kind", { kind: "Deployment", labels: { app: "agent" } }, "open"],
    ["of another name", { name: "agents-*", labels: { app: "agent" } }, "open"],
  ])("%s", (_what, more, status) => {
    expect(judged({ pods: [given], workloads: [agent], site: pattern(more) }).status).toBe(status);
  });

  it("are said to be known by its decision", () => {
    const { reason, seen } = judged({ pods: [given], workloads: [agent], site: pattern({ labels: { app: "agent" } }) });
    expect(reason).toContain("some of them by a decision of the site");
    expect(seen.map(({ what }) => what)).toEqual(["the site: DaemonSet agent-* (monitoring)", "the site's list"]);
  });

  it("may be static pods", () => {
    const site = pattern({ kind: "StaticPod", name: "firewall" });
    expect(judged({ pods: [mirror("firewall")], site }).status).toBe("not_a_finding");
  });
});
