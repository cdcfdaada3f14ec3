import { describe, expect, it } from "vitest";
import { asking } from "../../../src/probes/ask.ts";
import { probeLayout } from "../../../src/probes/node/layout.ts";
import { probeProcesses } from "../../../src/probes/node/processes.ts";
import { rule as V242391 } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { rule as V242398 } from "../../../src/rules/stig/V-242398-dynamic-auditing.ts";
import { rule as V242408 } from "../../../src/rules/stig/V-242408-manifests-mode.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242460 } from "../../../src/rules/stig/V-242460-control-plane-kubeconfigs-mode.ts";
import { rule as V242466 } from "../../../src/rules/stig/V-242466-pki-certificates-mode.ts";
import { type DescribedHost, describedSession } from "../../support/described-host.ts";
import { collect, judge } from "./judged-layout.ts";

const layoutOf = async (host: DescribedHost) => {
  const ask = asking(describedSession(host), "n1");
  return (await probeLayout(ask, probeProcesses(ask))).layout;
};
const nameOf = async (host: DescribedHost) => {
  const layout = await layoutOf(host);
  return layout.state === "present" ? layout.value.distribution : layout.state;
};

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
