import { describe, expect, it } from "vitest";
import { judgeNode } from "../../../src/assess/judge.ts";
import type { Status } from "../../../src/findings/verdict.ts";
import { rules } from "../../../src/rules/index.ts";
import type { NodeDescription } from "../../support/node-description.ts";
import { type CollectedCluster, collected, collectedFrom, descriptionsOf } from "./described-cluster.ts";

const described = (cluster: string, node = cluster): NodeDescription => {
  const found = descriptionsOf(cluster).get(node);
  if (found === undefined) throw new Error(`no description of ${cluster}/${node}`);
  return found;
};

/** Literal and effective status of a rule on a node. */
function judged(cluster: CollectedCluster, node: string, id: string): readonly [Status, Status] {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule?.kind !== "node") throw new Error(`${id} is not judged on nodes`);
  const { literal, effective } = judgeNode(rule, cluster.factsOf(node));
  return [literal.status, effective.status];
}

const withFlags = (node: NodeDescription, program: string, ...flags: readonly string[]): NodeDescription => ({
  ...node,
  processes: node.processes.map((process) =>
    process.argv[0]?.endsWith(program) === true ? { ...process, argv: [...process.argv, ...flags] } : process,
  ),
});

const withText = (node: NodeDescription, path: string, text: string): NodeDescription => ({
  ...node,
  files: node.texts[path] === undefined ? [...node.files, `0600 root:root ${path}`] : node.files,
  texts: { ...node.texts, [path]: text },
});

// The ten traps of the design's distributions.md, section 6. The seventh (mirror pods) is about the API, not about nodes.

describe("1: the same path, another kind of file", () => {
  it.each([
    ["openshift", "/etc/kubernetes/kubelet.conf"],
    ["kops", "/var/lib/kubelet/kubelet.conf"],
    ["eks", "/etc/kubernetes/kubelet/config.json"],
    ["gardener", "/var/lib/kubelet/config/kubelet"],
  ])("the kubelet's configuration of %s is %s", async (name, path) => {
    const { nodes } = await collected(name);
    expect(nodes[0]?.facts["kubelet.config"]).toMatchObject({
      state: "present",
      value: { files: expect.arrayContaining([path]) },
    });
  });

  it("a kubeconfig named as the configuration is not understood, and nothing passes", async () => {
    const node = withText(
      described("kops"),
      "/var/lib/kubelet/kubelet.conf",
      "apiVersion: v1\nkind: Config\nusers: []\n",
    );
    const cluster = await collectedFrom({ kops: node });
    expect(cluster.nodes[0]?.facts["kubelet.config"]).toMatchObject({ state: "unknown", reason: "unparseable" });
    expect(judged(cluster, "kops", "V-242391")).toEqual(["not_reviewed", "not_reviewed"]);
  });
});

describe("2: flags in command, in args, behind a runner, through a shell", () => {
  it.each(["rke2", "kops", "kubespray"])("those of %s are found", async (name) => {
    const { nodes } = await collected(name);
    const server = nodes.find(({ declaredRole }) => declaredRole === "control-plane");
    for (const component of ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const) {
      const fact = server?.facts[`manifest.${component}`];
      const process = server?.facts[`process.${component}`];
      const flags = (seen: typeof fact) =>
        seen?.state === "present" ? seen.value.flatMap(({ argv }) => argv.filter((word) => word.startsWith("--"))) : [];
      expect(flags(fact)).toEqual(expect.arrayContaining([...flags(process)]));
      expect(flags(process).length).toBeGreaterThan(2);
    }
  });

  it("a component that a shell starts is never taken for one without flags", async () => {
    const asItIs = described("openshift");
    const manager = async (openshift: NodeDescription) =>
      (await collectedFrom({ openshift })).nodes[0]?.facts["manifest.kube-controller-manager"];
    // Its etcd is started by way of nice and ionice.
    expect(await manager(asItIs)).toMatchObject({
      state: "unknown",
      message: expect.stringMatching(/^the pod of etcd starts it in a way whose flags cannot be read/),
    });
    const other = "kind: Pod\nmetadata: { name: other }\nspec: { containers: [{ name: other, command: [other] }] }\n";
    const without = (node: NodeDescription, pod: string) =>
      withText(node, `/etc/kubernetes/manifests/${pod}-pod.yaml`, other);
    expect(await manager(without(without(asItIs, "etcd"), "kube-apiserver"))).toMatchObject({
      state: "present",
      value: [{ argv: expect.arrayContaining(["--use-service-account-credentials=true"]) }],
    });
  });

  it("a bare boolean does not swallow the flag behind it", async () => {
    const node = withFlags(
      described("plain", "server"),
      "kube-apiserver",
      "--anonymous-auth",
      "--tls-min-version=VersionTLS12",
    );
    const cluster = await collectedFrom({ server: node });
    expect(judged(cluster, "server", "V-242390")[0]).toBe("open");
    expect(judged(cluster, "server", "V-242378")).toEqual(["not_a_finding", "not_a_finding"]);
  });
});

describe("3: what wins in the kubelet", () => {
  it("a flag over the file, a drop-in over the file", async () => {
    const byFlag = await collectedFrom({ eks: withFlags(described("eks"), "/kubelet", "--read-only-port=10255") });
    expect(judged(byFlag, "eks", "V-242387")).toEqual(["open", "open"]);
    const dropIn = "/etc/kubernetes/kubelet/config.json.d/40-nodeadm.conf";
    const head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
    const byDropIn = await collectedFrom({ eks: withText(described("eks"), dropIn, `${head}readOnlyPort: 10255\n`) });
    expect(judged(byDropIn, "eks", "V-242387")).toEqual(["open", "open"]);
  });

  it("a read-only port that was written as 0 and lost is closed, as it is by default", async () => {
    expect(judged(await collected("gardener"), "gardener", "V-242387")[1]).toBe("not_a_finding");
    expect(judged(await collected("gke"), "gke", "V-242387")).toEqual(["open", "open"]);
  });
});

describe("4: structured authentication and authorization", () => {
  const file = "/etc/kubernetes/authentication.yaml";
  const head = "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\n";
  const node = (anonymous: string) =>
    withFlags(
      withText(described("plain", "server"), file, head + anonymous),
      "kube-apiserver",
      `--authentication-config=${file}`,
    );

  it("decide instead of the flags", async () => {
    const off = await collectedFrom({ server: node("anonymous: { enabled: false }\n") });
    const on = await collectedFrom({ server: node("anonymous: { enabled: true }\n") });
    expect(judged(off, "server", "V-242390")[1]).toBe("not_a_finding");
    expect(judged(on, "server", "V-242390")[1]).toBe("open");
  });

  it("an authorizer that allows everything is found in the file", async () => {
    const path = "/etc/kubernetes/authorization.yaml";
    const text =
      "apiVersion: apiserver.config.k8s.io/v1\nkind: AuthorizationConfiguration\nauthorizers: [{ type: AlwaysAllow, name: all }]\n";
    const server = withFlags(
      withText(described("plain", "server"), path, text),
      "kube-apiserver",
      `--authorization-config=${path}`,
    );
    const cluster = await collectedFrom({ server });
    expect(judged(cluster, "server", "V-242382")[1]).toBe("open");
  });
});

describe("5: several of a component on a node", () => {
  it("both etcds of kOps are judged", async () => {
    const { nodes } = await collected("kops");
    expect(nodes[0]?.facts["process.etcd"]).toMatchObject({ state: "present", value: [{}, {}] });
  });

  it("an API server of a cluster nested in a pod is none of the node's", async () => {
    const node = described("eks");
    const nested: NodeDescription["processes"][number] = {
      argv: ["/usr/local/bin/kube-apiserver", "--authorization-mode=AlwaysAllow"],
      uid: 0,
      cgroup: "/kubepods.slice/kubepods-burstable.slice/cri-containerd-zz.scope",
      network: "other",
      environment: {},
    };
    const cluster = await collectedFrom({ eks: { ...node, processes: [...node.processes, nested] } });
    expect(cluster.nodes[0]?.facts["process.kube-apiserver"].state).toBe("absent");
    expect(judged(cluster, "eks", "V-242382")).toEqual(["not_applicable", "not_applicable"]);
  });
});

describe("6: etcd elsewhere, or something else in its place", () => {
  it.each([
    ["k3s", "k3s-server"],
    ["microk8s", "microk8s"],
  ])("%s passes no rule on etcd", async (name, node) => {
    const cluster = await collected(name);
    const about = rules.filter((rule) => rule.kind === "node" && rule.roles.includes("etcd")).map(({ id }) => id);
    expect(about.length).toBeGreaterThan(5);
    for (const id of about) expect([id, ...judged(cluster, node, id)]).not.toContain("not_a_finding");
  });

  it("an external etcd leaves its rules to the host that runs it", async () => {
    const server = described("plain", "server");
    const processes = server.processes
      .filter(({ argv }) => !argv[0]?.endsWith("etcd"))
      .map((process) => ({
        ...process,
        argv: process.argv.map((word) => word.replace("http://127.0.0.1:2379", "https://10.9.9.9:2379")),
      }));
    const cluster = await collectedFrom({ server: { ...server, processes } });
    expect(judged(cluster, "server", "V-242379")).not.toContain("not_a_finding");
  });
});

// 8: managed.test.ts.

describe("9: links", () => {
  it("a linked PKI directory shows what it leads to", async () => {
    const { nodes } = await collected("kubespray");
    expect(nodes[0]?.facts["stat.pki"]).toMatchObject({
      state: "present",
      value: {
        walk: {
          entries: expect.arrayContaining([
            expect.objectContaining({ path: "/etc/kubernetes/pki/ca.key", mode: 0o600 }),
          ]),
        },
      },
    });
  });

  it("a linked directory of manifests shows its manifests", async () => {
    const server = described("rke2", "rke2-server");
    const files = [
      ...server.files,
      "0777 root:root /etc/kubernetes/manifests -> /var/lib/rancher/rke2/agent/pod-manifests",
    ];
    const { nodes } = await collectedFrom({ server: { ...server, files } });
    const walks = nodes[0]?.facts["stat.manifests"];
    expect(walks).toMatchObject({ state: "present", value: [{ root: "/etc/kubernetes/manifests" }, {}] });
  });
});

describe("10: poor nodes", () => {
  it("without systemd nothing is said of units, and nothing passes for it", async () => {
    const cluster = await collectedFrom({ eks: { ...described("eks"), systemd: false } });
    for (const id of ["V-242394", "V-242454", "V-242455"]) {
      expect([id, ...judged(cluster, "eks", id)]).not.toContain("not_a_finding");
    }
  });
});

describe("flags in a file beside the command line", () => {
  const ofApiServer = rules.flatMap((rule) =>
    rule.kind === "node" && rule.effective.some(({ needs }) => needs.includes("process.kube-apiserver"))
      ? [rule.id]
      : [],
  );

  it("OpenShift's API server meets no requirement by what its command line lacks, and fails none", async () => {
    const cluster = await collected("openshift");
    expect(ofApiServer.length).toBeGreaterThan(25);
    for (const id of ofApiServer) {
      // That etcd signs for itself, and whose its data is, the API server's flags do not say.
      const [, effective] = judged(cluster, "openshift", id);
      expect([id, effective]).toEqual([id, id === "V-242445" ? "open" : "not_reviewed"]);
    }
  });

  it("by the text it passes with a flag on its command line only", async () => {
    const cluster = await collectedFrom({
      server: withFlags(described("plain", "server"), "kube-apiserver", "--openshift-config=/c.yaml"),
    });
    expect(judged(cluster, "server", "V-242402")).toEqual(["not_a_finding", "not_reviewed"]);
    expect(judged(cluster, "server", "V-245542")).toEqual(["not_reviewed", "not_reviewed"]);
    expect(judged(cluster, "server", "V-242400")).toEqual(["not_reviewed", "not_reviewed"]);
    expect(judged(cluster, "server", "V-242378")).toEqual(["open", "not_reviewed"]);
  });
});

describe("a kubelet whose configuration could not be read", () => {
  it("leaves it open which manifests there are", async () => {
    const kops = described("kops");
    const broken = withText(kops, "/var/lib/kubelet/kubelet.conf", "kind: Config\n");
    const cluster = await collectedFrom({ kops: broken });
    expect(judged(cluster, "kops", "V-242400")[0]).toBe("not_reviewed");
    expect(judged(cluster, "kops", "V-242405")).toEqual(["not_reviewed", "not_reviewed"]);
    // kOps' manifests, in a directory that only the configuration would name.
    const isElsewhere = (path: string) => !path.includes("/etc/kubernetes/manifests/");
    const texts = Object.fromEntries(Object.entries(broken.texts).filter(([path]) => isElsewhere(path)));
    const moved = { ...broken, files: broken.files.filter(isElsewhere), texts };
    const limited = withFlags(moved, "kube-apiserver", "--request-timeout=1m");
    expect(judged(await collectedFrom({ kops: limited }), "kops", "V-242438")[0]).toBe("not_reviewed");
  });
});
