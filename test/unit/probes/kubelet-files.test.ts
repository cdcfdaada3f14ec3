import { describe, expect, it } from "vitest";
import type { CollectedFacts } from "../../../src/evidence/node.ts";
import { collectNode } from "../../../src/probes/node/collect-node.ts";
import { describedSession } from "../../support/described-node.ts";
import { type NodeDescription, readDescription } from "../../support/node-description.ts";

const config = "/var/lib/kubelet/config.yaml";
const head = "apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\n";
const pod = (command: string) =>
  `kind: Pod\nmetadata: { name: x }\nspec: { containers: [{ name: x, command: [${command}] }] }\n`;

/** A kubelet that sees the host's files, with static pods in a directory of its own. */
const onHost: NodeDescription = {
  ...readDescription(`
distribution: plain
madeFrom: documentation
follows: [this test]
role: control-plane
ssh: { stage: ready, outcome: connected }
files: |
  0600 root:root ${config}
  0600 root:root /etc/kubernetes/kubelet.conf
  0644 root:root /etc/kubernetes/ca.crt
  0600 root:root /srv/pods/server.yaml
processes:
  - argv: [/usr/bin/kubelet, --config=${config}, --kubeconfig=/etc/kubernetes/kubelet.conf]
    cgroup: /system.slice/kubelet.service
  - argv: [/usr/bin/kube-apiserver]
    cgroup: /kubepods/x
`),
  texts: {
    [config]: `${head}staticPodPath: /srv/pods\nauthentication: { x509: { clientCAFile: /etc/kubernetes/ca.crt } }\n`,
    "/srv/pods/server.yaml": pod("kube-apiserver"),
  },
};

type Root = NonNullable<NodeDescription["processes"][number]["root"]>;

/** The same kubelet in a container, which sees some of the host's files at their paths, and files of its own. */
const inContainer = (root: Partial<Root>): NodeDescription => ({
  ...onHost,
  processes: onHost.processes.map((process, index) =>
    index === 0 ? { ...process, root: { mounts: {}, files: [], texts: {}, ...root } } : process,
  ),
});
const shared = {
  "/etc/kubernetes": "/etc/kubernetes",
  "/var/lib/kubelet": "/var/lib/kubelet",
  "/srv/pods": "/srv/pods",
};

const collect = (node: NodeDescription): Promise<CollectedFacts> => collectNode(describedSession(node), "n1");
const statesOf = (facts: CollectedFacts) => ({
  config: facts["kubelet.config"].state,
  kubeconfig:
    facts["stat.kubelet-kubeconfig"].state === "present"
      ? facts["stat.kubelet-kubeconfig"].value.find(({ namedBy }) => namedBy.startsWith("--"))?.stat.state
      : undefined,
  directories: facts["stat.manifests"].state,
  manifest: facts["manifest.kube-apiserver"].state,
  other: facts["manifest.kube-scheduler"].state,
  all: facts["static-pods"].state,
});
const known = {
  config: "present",
  kubeconfig: "present",
  directories: "present",
  manifest: "present",
  other: "absent",
  all: "present",
};

describe("the files of a kubelet", () => {
  it("are the host's where it sees the host's", async () => {
    expect(statesOf(await collect(onHost))).toEqual(known);
  });

  it("are the host's where its container has the same ones at their paths", async () => {
    expect(statesOf(await collect(inContainer({ mounts: shared })))).toEqual(known);
  });

  it("are not known where its container has another configuration: nor is which static pods there are", async () => {
    const own = { files: ["0600 root:root /var/lib/kubelet/config.yaml"], texts: { [config]: `${head}maxPods: 9\n` } };
    const { "/var/lib/kubelet": _host, ...rest } = shared;
    expect(statesOf(await collect(inContainer({ mounts: rest, ...own })))).toEqual({
      config: "unknown",
      kubeconfig: "present",
      directories: "unknown",
      manifest: "unknown",
      other: "unknown",
      all: "unknown",
    });
  });

  it("are not known one by one: a kubeconfig of another mode, manifests that its container does not have", async () => {
    const { "/etc/kubernetes": _host, ...rest } = shared;
    const files = ["0644 root:root /etc/kubernetes/kubelet.conf", "0644 root:root /etc/kubernetes/ca.crt"];
    expect(statesOf(await collect(inContainer({ mounts: rest, files })))).toEqual({ ...known, kubeconfig: "unknown" });
    const { "/srv/pods": _pods, ...without } = shared;
    expect(statesOf(await collect(inContainer({ mounts: without })))).toMatchObject({
      config: "present",
      directories: "unknown",
      manifest: "unknown",
    });
  });

  it("are not known behind a link of its container, and no process id is shown", async () => {
    const files = [`0777 root:root ${config} -> /host/config.yaml`];
    const { "/var/lib/kubelet": _host, ...rest } = shared;
    const facts = await collect(inContainer({ mounts: { ...rest, "/host": "/var/lib/kubelet" }, files }));
    expect(facts["kubelet.config"].state).toBe("unknown");
    expect(JSON.stringify([facts["kubelet.config"], facts["stat.manifests"]])).not.toContain("1000/root");
  });
});

describe("static pods of a kubelet whose configuration could not be read", () => {
  const broken = { ...onHost, texts: { ...onHost.texts, [config]: "kind: Config\n" } };
  const text = "/etc/kubernetes/manifests/server.yaml";

  it("are not known, and no component is called one without a manifest", async () => {
    expect(statesOf(await collect(broken))).toMatchObject({
      directories: "unknown",
      manifest: "unknown",
      all: "unknown",
    });
  });

  it("a component that is found in the text's directory is found nevertheless", async () => {
    const files = [...broken.files, `0600 root:root ${text}`];
    const facts = await collect({ ...broken, files, texts: { ...broken.texts, [text]: pod("kube-apiserver") } });
    expect(statesOf(facts)).toMatchObject({
      directories: "unknown",
      manifest: "present",
      other: "unknown",
      all: "unknown",
    });
  });

  it("in a directory that nobody can ask for are not known either", async () => {
    const relative = { ...onHost, texts: { ...onHost.texts, [config]: `${head}staticPodPath: "/a\\nb"\n` } };
    expect(statesOf(await collect(relative))).toMatchObject({ config: "present", manifest: "unknown", all: "unknown" });
  });

  it("are not known where it ended and its pods run on", async () => {
    const [, server] = onHost.processes;
    const ended = { ...onHost, processes: server === undefined ? [] : [server] };
    expect(statesOf(await collect(ended))).toMatchObject({
      directories: "unknown",
      manifest: "unknown",
      all: "unknown",
    });
    const ofUnit = ended.processes.map((process) => ({ ...process, cgroup: "/system.slice/kube-apiserver.service" }));
    expect(statesOf(await collect({ ...ended, processes: ofUnit }))).toMatchObject({
      manifest: "absent",
      all: "absent",
    });
  });
});

describe("a kubelet whose command line can be read in two ways", () => {
  const named = [`--config=${config}`, "--kubeconfig=/etc/kubernetes/kubelet.conf"];
  const started = (...words: readonly string[]): Promise<CollectedFacts> =>
    collect({
      ...onHost,
      texts: { ...onHost.texts, "/etc/kubernetes/kubelet.conf": "kind: Config\n" },
      processes: onHost.processes.map((process, index) =>
        index === 0 ? { ...process, argv: ["/usr/bin/kubelet", ...words] } : process,
      ),
    });
  const ofTwo = (flag: string) => ({
    state: "unknown",
    reason: "unsupported",
    message: `the kubelet's command line can be read in two ways that differ in --${flag}`,
  });

  it("has no configuration that is known, nor static pods, where only one names it", async () => {
    const facts = await started("--node-labels", ...named);
    expect(facts["kubelet.config"]).toMatchObject(ofTwo("config"));
    expect(facts["stat.kubelet-config"]).toMatchObject(ofTwo("config"));
    expect(statesOf(facts)).toMatchObject({ kubeconfig: "present", directories: "unknown", all: "unknown" });
  });

  it("has none where they name different ones, or different directories of drop-ins", async () => {
    expect((await started(...named, "--node-labels", "--config=/other"))["kubelet.config"]).toMatchObject(
      ofTwo("config"),
    );
    expect((await started(...named, "--node-labels", "--config-dir=/d"))["kubelet.config"]).toMatchObject(
      ofTwo("config-dir"),
    );
  });

  it("has no kubeconfig, static pods or certificates that are known where they differ in that", async () => {
    const kubeconfig = await started(`--config=${config}`, "--node-labels", "--kubeconfig=/other");
    expect(kubeconfig["stat.kubelet-kubeconfig"]).toMatchObject(ofTwo("kubeconfig"));
    const pods = await started(...named, "--node-labels", "--pod-manifest-path=/other");
    expect(statesOf(pods)).toMatchObject({ config: "present", directories: "unknown", all: "unknown" });
    const certificates = await started(...named, "--node-labels", "--cert-dir=/other");
    expect(certificates["certificates.kubelet-serving"]).toMatchObject(ofTwo("cert-dir"));
  });

  it("is as known as any where both name the same, and where the flag in front is a boolean", async () => {
    expect(statesOf(await started(...named, "--node-labels", `--config=${config}`))).toEqual(known);
    expect(statesOf(await started("--seccomp-default", ...named))).toEqual(known);
  });
});
