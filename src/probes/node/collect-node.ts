import type { HostSession } from "../../connect/session.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { ComponentName } from "../../evidence/processes.ts";
import type { SshTransport } from "../../evidence/ssh.ts";
import { unreadFacts } from "../../evidence/unread.ts";
import { type Ask, asking } from "../ask.ts";
import { probeApiServerFiles } from "./api-server-files.ts";
import { probeCertificates } from "./certificates.ts";
import { type Running, runningComponents } from "./embedded.ts";
import { probeEtcd } from "./etcd.ts";
import { probePki, probePkiKeys, probeStandIns, probeTextKubeconfigs, probeTextPki } from "./fixed-files.ts";
import { filesOfProcess, probeFlagFiles } from "./flag-files.ts";
import { probeKubeProxyKubeconfig } from "./kube-proxy.ts";
import { probeKubectl } from "./kubectl.ts";
import { type KubeletSeen, probeKubelet } from "./kubelet.ts";
import { askUsualUnit, probeKubeletUnit } from "./kubelet-unit.ts";
import { type LayoutSeen, probeLayout } from "./layout.ts";
import { probeListeners } from "./listeners.ts";
import { onHost } from "./process-view.ts";
import { probeProcesses, probeSshDaemons } from "./processes.ts";
import { statPath } from "./stat.ts";
import { probeStaticPods, probeTextManifests, staticPodDirectories } from "./static-pod-directories.ts";
import { manifestContainers, type StaticPods } from "./static-pods.ts";

/**
 * All facts of one host, over one session, in as few round trips as the questions allow. Without `transport` no SSH
 * connection was tried, which is a fact too.
 */
export async function collectNode(
  session: HostSession,
  node: string,
  transport?: SshTransport,
): Promise<CollectedFacts> {
  const ask = asking(session, node);
  const source: Source = { host: node, request: "probes" };
  const asked = probeProcesses(ask);
  const [processes, sshd, listeners, textPki, textKubeconfigs, kubeadmFlags, layout, kubectl] = await Promise.all([
    asked,
    probeSshDaemons(ask, asked),
    probeListeners(ask, asked),
    probeTextPki(ask),
    probeTextKubeconfigs(ask),
    statPath(ask, "/var/lib/kubelet/kubeadm-flags.env"),
    probeLayout(ask, asked),
    probeKubectl(ask),
    probeTextManifests(ask),
    askUsualUnit(ask),
    probePkiKeys(ask),
  ]);
  if (layout.inContainer) return factsOfContainer(node, transport, layout);
  const running = await runningComponents(ask, processes, layout.layout, layout.row?.embedding);
  const started = { kubelet: running("kubelet"), processes, program: layout.row?.program };
  const kubelet = await probeKubelet(ask, running("kubelet"), await probeKubeletUnit(ask, started), source);
  const pods = await probeStaticPods(ask, kubelet, processes, layout.paths.staticPods ?? []);
  const manifest = (component: ComponentName) => manifestContainers(pods, component);
  const pki = await probePki(ask, textPki, layout);
  const standIns = await probeStandIns(ask, textKubeconfigs, { manifest, running }, layout);
  return {
    ...kubelet.facts,
    ...(await probeComponents(ask, pods, running, kubelet, source)),
    "stat.cp-kubeconfigs": present([...textKubeconfigs, ...standIns], source),
    "stat.pki": pki,
    "keys.pki": await probePkiKeys(ask, pki.state === "present" ? pki.value.walk.root : undefined),
    "host.sshd": sshd,
    "host.listeners": listeners,
    "host.kubectl": kubectl,
    "ssh.transport": sshAttempt(node, transport),
    "node.kubeadm": kubeadmEvidence(kubeadmFlags, kubelet.facts["kubelet.unit"]),
    "node.layout": layout.layout,
  };
}

const sshAttempt = (host: string, transport: SshTransport | undefined): Observed<SshTransport> =>
  transport === undefined
    ? absent({ host, request: "sweep at the console" })
    : present(transport, { host, request: `ssh ${transport.address} port ${transport.port}` });

const insideContainer = "its files and processes are not the host's";

/** A shell that does not see the host's files: they are not known, whatever lies at their paths in the container. */
const factsOfContainer = (
  node: string,
  transport: SshTransport | undefined,
  { layout }: LayoutSeen,
): CollectedFacts => ({
  ...unreadFacts(node, "unsupported", insideContainer, undefined, "the host, from within a container"),
  "ssh.transport": sshAttempt(node, transport),
  "node.layout": layout,
});

const controlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const;

type ComponentFacts = Omit<CollectedFacts, keyof KubeletSeen["facts"] | RestOfNode>;
type RestOfNode =
  | "stat.cp-kubeconfigs"
  | "stat.pki"
  | "keys.pki"
  | "host.sshd"
  | "host.listeners"
  | "host.kubectl"
  | "ssh.transport"
  | "node.kubeadm"
  | "node.layout";

/** The components of the control plane and kube-proxy: as manifests configure them, as they run, and the files they name. */
async function probeComponents(
  ask: Ask,
  pods: StaticPods,
  running: Running,
  kubelet: KubeletSeen,
  source: Source,
): Promise<ComponentFacts> {
  const manifest = (component: ComponentName) => manifestContainers(pods, component);
  // A component that no manifest starts sees the host's files as they are.
  const onTheHost = controlPlane.filter((component) => manifest(component).state === "absent").map(running);
  const etcd = await probeEtcd(ask, { manifest: manifest("etcd"), process: running("etcd") });
  const [apiServerFiles, kubeProxyKubeconfig, flagFiles, certificates] = await Promise.all([
    probeApiServerFiles(ask, manifest("kube-apiserver"), running("kube-apiserver")),
    probeKubeProxyKubeconfig(ask, running("kube-proxy")),
    probeFlagFiles(
      ask,
      controlPlane.map(manifest),
      [
        ...[kubelet.facts["process.kubelet"], ...onTheHost].flatMap((process) => filesOfProcess(ask, process)),
        kubelet.servingFiles,
        { paths: etcd.files, lookAs: onHost },
      ],
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
    "stat.manifests": staticPodDirectories(pods, kubelet),
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
