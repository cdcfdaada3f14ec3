import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import { concludeFacts } from "../../../src/assess/roles.ts";
import type { CollectedFacts } from "../../../src/evidence/node.ts";
import { undecided } from "../../../src/evidence/site.ts";
import { unreadClusterFacts } from "../../../src/evidence/unread.ts";
import { asking } from "../../../src/probes/ask.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import { probeLayout } from "../../../src/probes/node/layout.ts";
import { probeProcesses } from "../../../src/probes/node/processes.ts";
import type { NodeRule } from "../../../src/rules/define-rule.ts";
import { rule as V242379 } from "../../../src/rules/stig/V-242379-etcd-auto-tls.ts";
import { rule as V242382 } from "../../../src/rules/stig/V-242382-api-server-authorization-mode.ts";
import { rule as V242390 } from "../../../src/rules/stig/V-242390-api-server-anonymous-authentication.ts";
import { rule as V242391 } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { rule as V242398 } from "../../../src/rules/stig/V-242398-dynamic-auditing.ts";
import { rule as V242408 } from "../../../src/rules/stig/V-242408-manifests-mode.ts";
import { rule as V242445 } from "../../../src/rules/stig/V-242445-etcd-data-owner.ts";
import { rule as V242447 } from "../../../src/rules/stig/V-242447-kube-proxy-kubeconfig-mode.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242454 } from "../../../src/rules/stig/V-242454-kubeadm-drop-in-owner.ts";
import { rule as V242460 } from "../../../src/rules/stig/V-242460-control-plane-kubeconfigs-mode.ts";
import { rule as V242466 } from "../../../src/rules/stig/V-242466-pki-certificates-mode.ts";
import { type DescribedHost, describedSession } from "../../support/described-host.ts";

const transport = { address: "10.0.0.1", port: 22, stage: "ready", outcome: "connected", message: "", viaJump: false };
const noApi = { cluster: "c", collectedAt: "", facts: unreadClusterFacts("", "not-collected", "no API") };

const collect = (host: DescribedHost): Promise<CollectedFacts> => collectNode(describedSession(host), "n1", transport);

const layoutOf = async (host: DescribedHost) => {
  const ask = asking(describedSession(host), "n1");
  return (await probeLayout(ask, probeProcesses(ask))).layout;
};
const nameOf = async (host: DescribedHost) => {
  const layout = await layoutOf(host);
  return layout.state === "present" ? layout.value.distribution : layout.state;
};

async function judge(host: DescribedHost, rule: NodeRule) {
  const facts = await collect(host);
  const evidence = {
    node: "n1",
    address: "10.0.0.1",
    declaredRole: "worker" as const,
    labels: {},
    read: { state: "read" as const },
    collectedAt: "",
    readerSha256: "",
    facts,
  };
  const concluded = concludeFacts(evidence, noApi, undecided);
  const { literal, effective } = judgeNode(rule, concluded);
  const role = concluded["node.role"];
  return { literal, effective, role: role.state === "present" ? role.value : role.state };
}

const kubelet = { argv: ["/usr/bin/kubelet", "--config=/k.yaml"], cgroup: "/system.slice/kubelet.service" };

describe("the distribution of a node", () => {
  it.each<readonly [string, string, DescribedHost]>([
    ["RKE2 by its process", "rke2", { processes: [{ argv: ["/usr/local/bin/rke2 server"] }] }],
    ["RKE2 by its files", "rke2", { directories: ["/var/lib/rancher/rke2"] }],
    ["K3s by the title of its process", "k3s", { processes: [{ argv: ["/usr/local/bin/k3s agent", ""] }] }],
    ["K3s without systemd", "k3s", { directories: ["/etc/rancher/k3s"], systemd: false }],
    ["K3s that was there before a kubelet", "plain", { directories: ["/etc/rancher/k3s"], processes: [kubelet] }],
    ["RKE1, which has kubespray's directory", "rke1", { files: { "/etc/kubernetes/ssl/kube-ca.pem": "" } }],
    ["OpenShift by its operating system", "openshift", { files: { "/etc/os-release": 'ID="rhcos"\n' } }],
    ["EKS", "eks", { directories: ["/etc/eks"], processes: [kubelet] }],
    ["Bottlerocket", "bottlerocket", { files: { "/etc/os-release": "ID=bottlerocket\n" } }],
    ["kOps on Container-Optimized OS", "kops", { directories: ["/opt/kops", "/home/kubernetes"] }],
    ["AKS", "aks", { directories: ["/opt/azure/containers"] }],
    [
      "kubeadm on Azure",
      "kubeadm",
      { files: { "/etc/kubernetes/azure.json": "", "/var/lib/kubelet/kubeadm-flags.env": "" } },
    ],
    ["GKE", "gke", { files: { "/home/kubernetes/kubelet-config.yaml": "" } }],
    ["a user called kubernetes", "plain", { directories: ["/home/kubernetes"], processes: [kubelet] }],
    ["Talos", "talos", { files: { "/etc/os-release": "NAME=Talos\nID=talos\n" } }],
    ["Talos by the last word", "talos", { files: { "/etc/os-release": "ID=bottlerocket\nID=talos\n" } }],
    ["MicroK8s", "microk8s", { processes: [{ argv: ["/snap/microk8s/1/kubelite"] }] }],
    ["Gardener", "gardener", { units: { "gardener-node-agent.service": "" } }],
    [
      "kubespray before kubeadm",
      "kubespray",
      {
        directories: ["/etc/kubernetes/ssl"],
        files: { "/var/lib/kubelet/kubeadm-flags.env": "" },
      },
    ],
    ["kubeadm", "kubeadm", { files: { "/var/lib/kubelet/kubeadm-flags.env": "" } }],
    ["components of systemd's", "plain", { processes: [kubelet] }],
    ["none", "absent", {}],
  ])("%s", async (_what, expected, host) => {
    expect(await nameOf(host)).toBe(expected);
  });

  it("is not known where a sign of a more particular one could not be looked at", async () => {
    const made = { files: { "/var/lib/kubelet/kubeadm-flags.env": "" } };
    expect(await nameOf({ ...made, denied: ["/etc/eks"] })).toBe("unknown");
    expect(await nameOf({ ...made, denied: ["/etc/os-release"] })).toBe("unknown");
    expect(await nameOf({ directories: ["/etc/eks"], denied: ["/run/nodeadm", "/etc/kubernetes/ssl"] })).toBe("eks");
  });

  it("keeps all that was seen, of other distributions too", async () => {
    const layout = await layoutOf({
      directories: ["/etc/eks", "/run/nodeadm", "/var/lib/rancher/k3s"],
      processes: [kubelet],
    });
    expect(layout).toMatchObject({
      value: { title: "EKS", shownBy: ["/etc/eks", "/run/nodeadm"], alsoSeen: ["/var/lib/rancher/k3s (K3s)"] },
    });
  });
});

const rke2 = "/var/lib/rancher/rke2";
const manifest = (name: string, args: readonly string[]) =>
  `kind: Pod\nspec:\n  containers:\n    - name: ${name}\n      command: [${name}]\n      args: ${JSON.stringify(args)}\n`;
const rke2Server: DescribedHost = {
  processes: [
    { argv: ["/usr/local/bin/rke2 server"], cgroup: "/system.slice/rke2-server.service" },
    {
      argv: [
        "kubelet",
        `--config-dir=${rke2}/agent/etc/kubelet.conf.d`,
        `--kubeconfig=${rke2}/agent/kubelet.kubeconfig`,
      ],
      exe: `${rke2}/data/v1/bin/kubelet`,
      cgroup: "/system.slice/rke2-server.service",
    },
  ],
  units: { "rke2-server.service": "/usr/lib/systemd/system/rke2-server.service" },
  files: {
    [`${rke2}/agent/pod-manifests/kube-apiserver.yaml`]: manifest("kube-apiserver", [
      "--anonymous-auth=false",
      `--etcd-servers=unix://${rke2}/server/kine.sock`,
    ]),
    [`${rke2}/agent/etc/kubelet.conf.d/00-rke2-defaults.conf`]: "kind: KubeletConfiguration\n",
    [`${rke2}/agent/kubelet.kubeconfig`]: "kind: Config\n",
    [`${rke2}/server/tls/client-ca.crt`]: "",
    [`${rke2}/server/cred/scheduler.kubeconfig`]: "",
    "/usr/lib/systemd/system/rke2-server.service": "ExecStart=/usr/local/bin/rke2 server\n",
  },
};

describe("an RKE2 server", () => {
  it("has its static pods, certificates and kubeconfigs in places of its own, and the verdicts say so", async () => {
    expect(await judge(rke2Server, V242390)).toMatchObject({
      literal: { status: "not_a_finding" },
      role: { controlPlane: true },
    });
    const pki = await judge(rke2Server, V242466);
    expect(pki.literal.status).toBe("not_a_finding");
    expect(pki.literal.reason).toContain(`Path substituted: /etc/kubernetes/pki does not exist`);
    const kubeconfigs = await judge(rke2Server, V242460);
    expect(kubeconfigs.literal.status).toBe("not_a_finding");
    expect(kubeconfigs.literal.reason).toContain(`${rke2}/server/cred/scheduler.kubeconfig (the layout of RKE2)`);
    expect((await judge(rke2Server, V242452)).literal).toMatchObject({ status: "not_a_finding" });
  });

  it("starts the kubelet itself, so that the kubelet has no unit", async () => {
    expect((await collect(rke2Server))["kubelet.unit"].state).toBe("absent");
    expect((await judge(rke2Server, V242454)).literal.status).toBe("not_applicable");
  });

  it("has no etcd where the API server uses kine", async () => {
    expect((await judge(rke2Server, V242379)).literal.status).toBe("not_applicable");
  });

  it("keeps its files below another data directory where its processes run from there", async () => {
    const moved = JSON.parse(JSON.stringify(rke2Server).replaceAll(rke2, "/data/rke2")) as DescribedHost;
    expect((await judge({ ...moved, directories: ["/etc/rancher/rke2"] }, V242466)).literal.reason).toContain(
      "/data/rke2/server/tls",
    );
  });
});

const k3s = "/var/lib/rancher/k3s";
const k3sServer: DescribedHost = {
  processes: [
    { argv: ["/usr/local/bin/k3s server"], exe: `${k3s}/data/abc/bin/k3s`, cgroup: "/system.slice/k3s.service" },
  ],
  units: {
    "k3s.service": "/etc/systemd/system/k3s.service",
  },
  files: {
    "/etc/systemd/system/k3s.service": "ExecStart=/usr/local/bin/k3s server\n",
    [`${k3s}/server/db/state.db`]: "",
    [`${k3s}/server/tls/client-ca.crt`]: "",
  },
};

describe("a K3s server", () => {
  it("is a control plane whose components have no command line", async () => {
    const { literal, effective, role } = await judge(k3sServer, V242382);
    expect(role).toMatchObject({ controlPlane: true, shownBy: expect.arrayContaining(["the process k3s server"]) });
    expect([literal.status, effective.status]).toEqual(["not_reviewed", "not_reviewed"]);
    expect(literal.reason).toContain("kube-apiserver, which is embedded in the process k3s");
    for (const rule of [V242391, V242447, V242408, V242452]) {
      expect((await judge(k3sServer, rule)).literal.status, rule.id).toBe("not_reviewed");
    }
    expect((await judge(k3sServer, V242466)).literal.status).toBe("not_a_finding");
  });

  it("has no etcd where SQLite is proven", async () => {
    for (const rule of [V242379, V242445]) {
      const { literal } = await judge(k3sServer, rule);
      expect(literal).toMatchObject({ status: "not_applicable", reason: expect.stringContaining("state.db") });
    }
  });

  it.each<readonly [string, DescribedHost]>([
    ["the data of an etcd", { ...k3sServer, directories: [`${k3s}/server/db/etcd`] }],
    ["no database", { ...k3sServer, files: { "/etc/systemd/system/k3s.service": "" } }],
    [
      "a datastore in its configuration",
      {
        ...k3sServer,
        files: { ...k3sServer.files, "/etc/rancher/k3s/config.yaml": "datastore-endpoint: https://10.0.0.9:2379\n" },
      },
    ],
    [
      "a datastore in its unit",
      {
        ...k3sServer,
        files: {
          ...k3sServer.files,
          "/etc/systemd/system/k3s.service": "Environment=K3S_DATASTORE_ENDPOINT=https://a:2379",
        },
      },
    ],
    ["a pattern for files of variables", { ...k3sServer, environmentFiles: ["/etc/k3s/*.env"] }],
    [
      "a configuration with a name that nobody can ask for",
      {
        ...k3sServer,
        files: {
          ...k3sServer.files,
          "/etc/rancher/k3s/config.yaml.d/\ufffd.yaml": "datastore-endpoint: https://a:2379\n",
        },
      },
    ],
    ["a configuration that cannot be read", { ...k3sServer, denied: ["/etc/rancher/k3s/config.yaml"] }],
    ["no systemd, which would show its settings", { ...k3sServer, systemd: false }],
    ["a program that runs from elsewhere", { ...k3sServer, processes: [{ argv: ["/usr/local/bin/k3s server"] }] }],
  ])("may have an etcd: %s", async (_what, host) => {
    expect((await judge(host, V242379)).literal.status).toBe("not_reviewed");
  });
});

describe("a K3s agent", () => {
  const agent: DescribedHost = { processes: [{ argv: ["/usr/local/bin/k3s agent"] }] };

  it("is a worker whose static pods and kubelet were not seen", async () => {
    const { literal, role } = await judge(agent, V242408);
    expect(role).toMatchObject({ controlPlane: false, worker: true });
    expect(literal.status).toBe("not_reviewed");
    expect((await judge(agent, V242382)).literal.status).toBe("not_applicable");
  });
});

const args = "/var/snap/microk8s/current/args";
const microk8s: DescribedHost = {
  processes: [{ argv: ["/snap/microk8s/1/kubelite"], cgroup: "/system.slice/snap.microk8s.daemon-kubelite.service" }],
  units: { "snap.microk8s.daemon-kubelite.service": "" },
  files: {
    [`${args}/kube-apiserver`]: `# comment\n--authorization-mode=AlwaysAllow\n--etcd-servers="unix://\${SNAP_DATA}/var/kubernetes/backend/kine.sock:12379"\n`,
    [`${args}/kubelet`]: "--anonymous-auth=false\n",
  },
};

describe("MicroK8s", () => {
  it("is judged by the files of its components' arguments", async () => {
    const { literal, role } = await judge(microk8s, V242382);
    expect(role).toMatchObject({ controlPlane: true });
    expect(literal.status).toBe("open");
    expect(literal.seen[0]).toMatchObject({ source: { file: `${args}/kube-apiserver`, line: 2 } });
    expect((await judge(microk8s, V242391)).literal.status).toBe("open");
  });

  it("takes the files that kubelite's own command line names, of whatever revision of the snap", async () => {
    const file = "/var/snap/microk8s/7/args/kube-apiserver";
    const named = { ...microk8s, files: { ...microk8s.files, [file]: "--client-ca-file=$SNAP_DATA/ca\n" } };
    const [kubelite] = microk8s.processes ?? [];
    const argv = [...(kubelite?.argv ?? []), `--apiserver-args-file=${file}`];
    const facts = await collect({ ...named, processes: [{ ...kubelite, argv }] });
    expect(facts["process.kube-apiserver"]).toMatchObject({
      value: [{ argv: ["kube-apiserver", "--client-ca-file=/var/snap/microk8s/7/ca"], source: { file } }],
    });
    const apart = [...(kubelite?.argv ?? []), "--apiserver-args-file", file];
    const read = await collect({ ...named, processes: [{ ...kubelite, argv: apart }] });
    expect(read["process.kube-apiserver"]).toMatchObject({ value: [{ source: { file } }] });
    const gone = await collect({ ...microk8s, processes: [{ ...kubelite, argv }] });
    expect(gone["process.kube-apiserver"].state).toBe("unknown");
  });

  it("has no etcd but dqlite", async () => {
    expect((await judge(microk8s, V242379)).literal).toMatchObject({
      status: "not_applicable",
      reason: expect.stringContaining("unix:///var/snap/microk8s/current/var/kubernetes/backend/kine.sock"),
    });
  });

  it("is a worker where the proxy to the API server runs, and nobody knows where its units were not seen", async () => {
    const worker = { ...microk8s, units: { ...microk8s.units, "snap.microk8s.daemon-apiserver-proxy.service": "" } };
    expect((await judge(worker, V242382)).role).toMatchObject({ controlPlane: false, worker: true });
    expect((await judge({ ...microk8s, systemd: false }, V242382)).role).toBe("unknown");
  });

  it("is Not Reviewed where the file holds what only a shell could say", async () => {
    const files = { ...microk8s.files, [`${args}/kube-apiserver`]: "--authorization-mode=$(cat /mode)\n" };
    expect((await judge({ ...microk8s, files }, V242382)).literal.status).toBe("not_reviewed");
  });
});

describe("a node of EKS", () => {
  const eks: DescribedHost = {
    processes: [{ ...kubelet, argv: ["/usr/bin/kubelet", "--config=/etc/kubernetes/kubelet/config.json"] }],
    units: { "kubelet.service": "/etc/systemd/system/kubelet.service" },
    directories: ["/etc/eks"],
    files: {
      "/etc/kubernetes/kubelet/config.json": "kind: KubeletConfiguration\n",
      "/etc/systemd/system/kubelet.service": "ExecStart=/usr/bin/kubelet\n",
    },
  };

  it("is a worker, and what it lacks of a control plane is inherited from the provider", async () => {
    for (const rule of [V242398, V242408, V242460, V242466]) {
      const { literal, role } = await judge(eks, rule);
      expect(role).toMatchObject({ controlPlane: false, worker: true });
      expect(literal, rule.id).toMatchObject({
        status: "not_reviewed",
        reason: expect.stringContaining("inherited from the provider: EKS runs it"),
      });
    }
    expect((await judge(eks, V242391)).effective.status).toBe("not_a_finding");
  });
});

describe("kubelet.conf", () => {
  const openshift: DescribedHost = {
    processes: [
      {
        argv: ["kubelet", "--config=/etc/kubernetes/kubelet.conf", "--kubeconfig=/var/lib/kubelet/kubeconfig"],
        cgroup: "/system.slice/kubelet.service",
      },
    ],
    directories: ["/etc/machine-config-daemon"],
    files: {
      "/etc/kubernetes/kubelet.conf": "kind: KubeletConfiguration\n",
      "/var/lib/kubelet/kubeconfig": "kind: Config\n",
    },
  };

  it("is no kubeconfig where it says that it is the kubelet's configuration", async () => {
    const { literal } = await judge(openshift, V242452);
    expect(literal.status).toBe("not_a_finding");
    expect(literal.reason).toContain("/etc/kubernetes/kubelet.conf holds a KubeletConfiguration");
    expect(literal.seen.map(({ what }) => what)).toContain("/var/lib/kubelet/kubeconfig");
  });
});

describe("certificates", () => {
  const aks: DescribedHost = {
    processes: [kubelet],
    directories: ["/opt/azure/containers"],
    files: { "/etc/kubernetes/certs/ca.crt": "" },
  };

  it("are looked for where the distribution keeps them, only where the text's directory does not exist", async () => {
    expect((await collect(aks))["stat.pki"]).toMatchObject({
      value: { walk: { root: "/etc/kubernetes/certs" }, inPlaceOf: "/etc/kubernetes/pki" },
    });
    const both = { ...aks, files: { ...aks.files, "/etc/kubernetes/pki/ca.crt": "" } };
    expect((await collect(both))["stat.pki"]).toMatchObject({ value: { walk: { root: "/etc/kubernetes/pki" } } });
  });

  it("are not known where they, or the distribution, could not be looked at", async () => {
    expect((await collect({ ...aks, denied: ["/etc/kubernetes/certs"] }))["stat.pki"].state).toBe("unknown");
    expect((await collect({ ...aks, denied: ["/etc/eks"] }))["stat.pki"].state).toBe("unknown");
    expect((await collect({ processes: [kubelet] }))["stat.pki"].state).toBe("absent");
  });
});

describe("kubeconfigs that components name", () => {
  const scheduler = { argv: ["kube-scheduler", "--kubeconfig=/srv/scheduler.kubeconfig"] };

  it("stand in for those of the text where these do not exist", async () => {
    const host: DescribedHost = { processes: [kubelet, scheduler], files: { "/srv/scheduler.kubeconfig": "" } };
    const { literal } = await judge(host, V242460);
    expect(literal.status).toBe("not_a_finding");
    expect(literal.reason).toContain("/srv/scheduler.kubeconfig (--kubeconfig of kube-scheduler)");
    expect((await judge({ ...host, files: {} }, V242460)).literal.status).toBe("not_reviewed");
  });
});

describe("the unit of the kubelet", () => {
  it("is the one that its process belongs to", async () => {
    const name = "snap.kubelet.daemon.service";
    const facts = await collect({
      processes: [{ argv: ["kubelet"], cgroup: `/system.slice/${name}` }],
      units: { [name]: `/etc/systemd/system/${name}`, "kubelet.service": "/old" },
      files: { [`/etc/systemd/system/${name}`]: "ExecStart=kubelet\n", "/old": "ExecStart=kubelet --old\n" },
    });
    expect(facts["kubelet.unit"]).toMatchObject({ value: { texts: [{ text: "ExecStart=kubelet\n" }] } });
  });
});

describe("a shell in Bottlerocket's admin container", () => {
  it("shows nothing of the host", async () => {
    const facts = await collect({ directories: ["/.bottlerocket/rootfs"], processes: [kubelet] });
    expect(facts["stat.pki"]).toMatchObject({ state: "unknown", reason: "unsupported" });
    expect(facts["node.layout"]).toMatchObject({ value: { distribution: "bottlerocket" } });
  });
});
