import type { HostSession } from "../../connect/session.ts";
import type { CollectedFacts, ComponentName, NamedFile, SshTransport } from "../../evidence/node.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import { type Ask, asking, canAskFor } from "../ask.ts";
import { probeControlPlaneKubeconfigs, probeEtcdData, probeFlagFiles, probePki } from "./files.ts";
import {
  besideConfig,
  kubeletPaths,
  probeKubeletConfig,
  probeKubeletConfigFiles,
  probeKubeletKubeconfig,
  probeKubeletUnit,
  statNamed,
  statPath,
} from "./kubelet.ts";
import { componentProcesses, probeProcesses, probeSshDaemons } from "./processes.ts";
import {
  joinStaticPods,
  manifestContainers,
  manifestDirectories,
  probeStaticPodDirectory,
  type StaticPods,
} from "./static-pods.ts";

const textManifests = "/etc/kubernetes/manifests";

/** All facts of one host, over one session, in as few round trips as the questions allow. */
export async function collectNode(session: HostSession, node: string, transport: SshTransport): Promise<CollectedFacts> {
  const ask = asking(session, node);
  const source: Source = { host: node, request: "probes" };
  const asked = probeProcesses(ask);
  const [processes, sshd, unit, pki, cpKubeconfigs, kubeadmFlags, textPods] = await Promise.all([
    asked,
    probeSshDaemons(ask, asked),
    probeKubeletUnit(ask),
    probePki(ask),
    probeControlPlaneKubeconfigs(ask),
    statPath(ask, "/var/lib/kubelet/kubeadm-flags.env"),
    probeStaticPodDirectory(ask, textManifests),
  ]);
  const running = (component: ComponentName) => componentProcesses(processes, component);
  const kubelet = running("kubelet");
  const paths = kubeletPaths(kubelet);
  const { config, dropIns } = await probeKubeletConfig(ask, kubelet);
  const setting = (path: string): string | undefined => {
    const value = config.state === "present" ? config.value.settings[path]?.value : undefined;
    return typeof value === "string" && value !== "" ? besideConfig(value, paths.config) : undefined;
  };
  const clientCa = setting("authentication.x509.clientCAFile");
  const servingFiles = ["tlsCertFile", "tlsPrivateKeyFile"].flatMap((path) => setting(path) ?? []);
  const pods = joinStaticPods([textPods, ...(await otherDirectories(ask, [setting("staticPodPath"), paths.podManifests]))]);
  const manifest = (component: ComponentName) => manifestContainers(pods, component);
  const controlPlane: readonly ComponentName[] = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"];
  const dropInFiles = unit.state === "present" ? unit.value.dropIns.filter((path) => /kubeadm[^/]*\.conf$/.test(path)) : [];

  const [configFiles, kubeconfig, dropInStats, clientCaFile, etcdData, flagFiles] = await Promise.all([
    probeKubeletConfigFiles(ask, paths, dropIns),
    probeKubeletKubeconfig(ask, paths),
    Promise.all(dropInFiles.map((path) => statNamed(ask, path, "DropInPaths of the kubelet's unit"))),
    clientCa === undefined ? undefined : statNamed(ask, clientCa, "authentication.x509.clientCAFile"),
    probeEtcdData(ask, manifest("etcd"), running("etcd")),
    probeFlagFiles(
      ask,
      controlPlane.map(manifest),
      [kubelet, ...controlPlane.filter((name) => manifest(name).state === "absent").map(running)],
      [...servingFiles, "/var/lib/kubelet/pki/kubelet-server-current.pem"],
      source,
    ),
  ]);

  return {
    "stat.manifests": manifestDirectories(pods),
    "manifest.kube-apiserver": manifest("kube-apiserver"),
    "manifest.kube-controller-manager": manifest("kube-controller-manager"),
    "manifest.kube-scheduler": manifest("kube-scheduler"),
    "manifest.etcd": manifest("etcd"),
    "static-pods": manifestContainers(pods, undefined),
    "process.kube-apiserver": running("kube-apiserver"),
    "process.kube-controller-manager": running("kube-controller-manager"),
    "process.kube-scheduler": running("kube-scheduler"),
    "process.etcd": running("etcd"),
    "process.kubelet": kubelet,
    "process.kube-proxy": running("kube-proxy"),
    "kubelet.config": config,
    "kubelet.unit": unit,
    "stat.kubelet-config": present(configFiles, source),
    "stat.kubelet-kubeconfig": present(kubeconfig, source),
    "stat.kubeadm-dropin": unit.state === "unknown" ? unit : present(dropInStats, unit.source),
    "stat.cp-kubeconfigs": present(cpKubeconfigs, source),
    "stat.kubelet-client-ca": namedFileOf(clientCaFile, config),
    "stat.pki": pki,
    "stat.etcd-data": etcdData,
    "stat.flag-files": flagFiles,
    "host.sshd": sshd,
    "ssh.transport": present(transport, { host: node, request: `ssh ${transport.address} port ${transport.port}` }),
    "node.kubeadm": kubeadmEvidence(kubeadmFlags, unit),
  };
}

/** Static-pod directories besides the one that the check text names. */
const otherDirectories = (ask: Ask, named: readonly (string | undefined)[]): Promise<readonly StaticPods[]> =>
  Promise.all(
    [...new Set(named)]
      .flatMap((path) => (path === undefined ? [] : [path.replace(/\/+$/, "")]))
      .filter((path) => path !== textManifests && canAskFor(path))
      .map((path) => probeStaticPodDirectory(ask, path)),
  );

const namedFileOf = (file: NamedFile | undefined, config: Observed<unknown>): Observed<NamedFile> => {
  if (file !== undefined) return present(file, config.source);
  return config.state === "unknown" ? config : absent(config.source);
};

/** What shows that kubeadm made the node; absent only where every sign was looked for and none is there. */
function kubeadmEvidence(
  flags: Observed<unknown>,
  unit: CollectedFacts["kubelet.unit"],
): CollectedFacts["node.kubeadm"] {
  const inUnit = unit.state === "present" && unit.value.texts.some(({ text }) => text.includes("kubeadm"));
  const signs = [
    ...(flags.state === "present" ? ["/var/lib/kubelet/kubeadm-flags.env"] : []),
    ...(inUnit ? ["the text of the kubelet's unit"] : []),
  ];
  if (signs.length > 0) return present(signs, flags.source);
  if (flags.state === "unknown") return flags;
  return unit.state === "unknown" ? unit : absent(flags.source);
}
