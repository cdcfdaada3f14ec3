import { describe, expect, it } from "vitest";
import { rule as V242379 } from "../../../src/rules/stig/V-242379-etcd-auto-tls.ts";
import { rule as V242382 } from "../../../src/rules/stig/V-242382-api-server-authorization-mode.ts";
import { rule as V242390 } from "../../../src/rules/stig/V-242390-api-server-anonymous-authentication.ts";
import { rule as V242391 } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { rule as V242408 } from "../../../src/rules/stig/V-242408-manifests-mode.ts";
import { rule as V242445 } from "../../../src/rules/stig/V-242445-etcd-data-owner.ts";
import { rule as V242447 } from "../../../src/rules/stig/V-242447-kube-proxy-kubeconfig-mode.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242454 } from "../../../src/rules/stig/V-242454-kubeadm-drop-in-owner.ts";
import { rule as V242460 } from "../../../src/rules/stig/V-242460-control-plane-kubeconfigs-mode.ts";
import { rule as V242466 } from "../../../src/rules/stig/V-242466-pki-certificates-mode.ts";
import type { DescribedHost } from "../../support/described-host.ts";
import { collect, judge } from "./judged-layout.ts";

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
