import type { CollectedFacts } from "../../evidence/node.ts";
import type { Source } from "../../evidence/observed.ts";
import type { ComponentName } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { probeApiServerFiles } from "./api-server-files.ts";
import { probeCertificates } from "./certificates.ts";
import type { Running } from "./embedded.ts";
import { probeEtcdSettings } from "./etcd.ts";
import { probeEtcdData } from "./etcd-data.ts";
import { filesOfProcess, probeFlagFiles } from "./flag-files.ts";
import type { HostState } from "./host-state.ts";
import type { KubeletSeen } from "./kubelet.ts";
import { onHost } from "./process-view.ts";
import { staticPodDirectories } from "./static-pod-directories.ts";
import { manifestContainers, type StaticPods } from "./static-pods.ts";

const controlPlane = ["kube-apiserver", "kube-controller-manager", "kube-scheduler", "etcd"] as const;

type ComponentFacts = Omit<CollectedFacts, keyof KubeletSeen["facts"] | RestOfNode>;
/** What is looked for in the same places on every distribution. */
export type FactOfAnyLayout =
  | keyof HostState
  | "host.sshd"
  | "host.listeners"
  | "host.packet-filter"
  | "host.kubectl"
  | "ssh.transport"
  | "node.kubeadm"
  | "node.layout";
type RestOfNode =
  | FactOfAnyLayout
  | "host.seccomp-profiles"
  | "stat.cp-kubeconfigs"
  | "stat.pki"
  | "keys.pki"
  | "stat.kube-proxy-kubeconfig"
  | "kubeconfigs"
  | "stat.cloud-files";

/** The components of the control plane, and kube-proxy's process: as manifests configure them, as they run, and the files they name. */
export async function probeComponents(
  ask: Ask,
  pods: StaticPods,
  running: Running,
  kubelet: KubeletSeen,
  source: Source,
): Promise<ComponentFacts> {
  const manifest = (component: ComponentName) => manifestContainers(pods, component);
  // A component that no manifest starts sees the host's files as they are.
  const onTheHost = controlPlane.filter((component) => manifest(component).state === "absent").map(running);
  const direct = [kubelet.facts["process.kubelet"], ...onTheHost];
  const configured = controlPlane.map(manifest);
  const asEtcd = { manifest: manifest("etcd"), process: running("etcd") };
  const etcd = await probeEtcdSettings(ask, asEtcd);
  const [etcdData, apiServerFiles, flagFiles, certificates] = await Promise.all([
    probeEtcdData(ask, asEtcd, etcd.config),
    probeApiServerFiles(ask, manifest("kube-apiserver"), running("kube-apiserver")),
    probeFlagFiles(
      ask,
      configured,
      [
        ...direct.flatMap((process) => filesOfProcess(ask, process)),
        kubelet.servingFiles,
        { paths: etcd.files, lookAs: onHost },
      ],
      source,
    ),
    probeCertificates(ask, [...configured, ...direct], [...kubelet.certificates, ...etcd.certificates], source),
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
    "content.etcd-config": etcd.config,
    "stat.etcd-data": etcdData,
    "stat.flag-files": flagFiles,
    certificates,
  };
}
