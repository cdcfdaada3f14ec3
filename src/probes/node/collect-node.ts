import type { HostSession } from "../../connect/session.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { ComponentName, HostProcess } from "../../evidence/processes.ts";
import type { SshTransport } from "../../evidence/ssh.ts";
import { type Ask, asking, canAskFor } from "../ask.ts";
import { probeApiServerFiles } from "./api-server-files.ts";
import { probeCertificates } from "./certificates.ts";
import { probeEtcd } from "./etcd.ts";
import { probeControlPlaneKubeconfigs, probePki, probePkiKeys } from "./fixed-files.ts";
import { probeFlagFiles } from "./flag-files.ts";
import { probeKubeProxyKubeconfig } from "./kube-proxy.ts";
import { probeKubectl } from "./kubectl.ts";
import { type KubeletSeen, probeKubelet } from "./kubelet.ts";
import { probeKubeletUnit } from "./kubelet-unit.ts";
import { componentProcesses, probeProcesses, probeSshDaemons } from "./processes.ts";
import { statPath } from "./stat.ts";
import {
  joinStaticPods,
  manifestContainers,
  manifestDirectories,
  probeStaticPodDirectory,
  type StaticPods,
} from "./static-pods.ts";

const textManifests = "/etc/kubernetes/manifests";

/** All facts of one host, over one session, in as few round trips as the questions allow. */
export async function collectNode(
  session: HostSession,
  node: string,
  transport: SshTransport,
): Promise<CollectedFacts> {
  const ask = asking(session, node);
  const source: Source = { host: node, request: "probes" };
  const asked = probeProcesses(ask);
  const [processes, sshd, unit, pki, kubeconfigs, kubeadmFlags, textPods, kubectl, pkiKeys] = await Promise.all([
    asked,
    probeSshDaemons(ask, asked),
    probeKubeletUnit(ask),
    probePki(ask),
    probeControlPlaneKubeconfigs(ask),
    statPath(ask, "/var/lib/kubelet/kubeadm-flags.env"),
    probeStaticPodDirectory(ask, textManifests),
    probeKubectl(ask),
    probePkiKeys(ask),
  ]);
  const kubelet = await probeKubelet(ask, componentProcesses(processes, "kubelet"), unit, source);
  const others = await otherDirectories(ask, kubelet.staticPodDirectories);
  return {
    ...kubelet.facts,
    ...(await probeComponents(ask, joinStaticPods([textPods, ...others]), processes, kubelet, source)),
    "stat.cp-kubeconfigs": present(kubeconfigs, source),
    "stat.pki": pki,
    "keys.pki": pkiKeys,
    "host.sshd": sshd,
    "host.kubectl": kubectl,
    "ssh.transport": present(transport, { host: node, request: `ssh ${transport.address} port ${transport.port}` }),
    "node.kubeadm": kubeadmEvidence(kubeadmFlags, unit),
  };
}

/** Static-pod directories besides the one that the check text names. */
const otherDirectories = (ask: Ask, named: readonly string[]): Promise<readonly StaticPods[]> =>
  Promise.all(
    [...new Set(named.map((path) => path.replace(/\/+$/, "")))]
      .filter((path) => path !== textManifests && canAskFor(path))
      .map((path) => probeStaticPodDirectory(ask, path)),
  );

const controlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const;

type ComponentFacts = Omit<CollectedFacts, keyof KubeletSeen["facts"] | RestOfNode>;
type RestOfNode =
  | "stat.cp-kubeconfigs"
  | "stat.pki"
  | "keys.pki"
  | "host.sshd"
  | "host.kubectl"
  | "ssh.transport"
  | "node.kubeadm";

/** The components of the control plane and kube-proxy: as manifests configure them, as they run, and the files they name. */
async function probeComponents(
  ask: Ask,
  pods: StaticPods,
  processes: Observed<readonly HostProcess[]>,
  kubelet: KubeletSeen,
  source: Source,
): Promise<ComponentFacts> {
  const manifest = (component: ComponentName) => manifestContainers(pods, component);
  const running = (component: ComponentName) => componentProcesses(processes, component);
  // A component that no manifest starts sees the host's files as they are.
  const onTheHost = controlPlane.filter((component) => manifest(component).state === "absent").map(running);
  const etcd = await probeEtcd(ask, { manifest: manifest("etcd"), process: running("etcd") });
  const [apiServerFiles, kubeProxyKubeconfig, flagFiles, certificates] = await Promise.all([
    probeApiServerFiles(ask, manifest("kube-apiserver"), running("kube-apiserver")),
    probeKubeProxyKubeconfig(ask, running("kube-proxy")),
    probeFlagFiles(
      ask,
      controlPlane.map(manifest),
      [kubelet.facts["process.kubelet"], ...onTheHost],
      [...kubelet.servingFiles, ...etcd.files],
      source,
    ),
    probeCertificates(
      ask,
      [...controlPlane.map(manifest), kubelet.facts["process.kubelet"], ...onTheHost],
      [...kubelet.certificates, ...etcd.certificates],
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
    "process.kube-proxy": running("kube-proxy"),
    ...apiServerFiles,
    "stat.kube-proxy-kubeconfig": kubeProxyKubeconfig,
    ...etcd.facts,
    "stat.flag-files": flagFiles,
    certificates,
  };
}

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
