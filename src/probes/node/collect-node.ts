import type { HostSession } from "../../connect/session.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { ComponentName, HostProcess } from "../../evidence/processes.ts";
import type { SshTransport } from "../../evidence/ssh.ts";
import { unreadFacts } from "../../evidence/unread.ts";
import { type Ask, asking } from "../ask.ts";
import { askOnlyCni } from "./cni.ts";
import { type FactOfAnyLayout, probeComponents } from "./components.ts";
import { askUsualKubeconfigs, probeCredentialFiles } from "./credential-files.ts";
import { type Running, runningComponents } from "./embedded.ts";
import { probePki, probePkiKeys, probeStandIns, probeTextKubeconfigs, probeTextPki } from "./fixed-files.ts";
import { probeHostState } from "./host-state.ts";
import { askUsualKubeProxy, probeKubeProxyKubeconfig } from "./kube-proxy.ts";
import { probeKubectl } from "./kubectl.ts";
import { askUsualKubelet, probeKubelet } from "./kubelet.ts";
import { askUsualUnit, probeKubeletUnit } from "./kubelet-unit.ts";
import { type LayoutSeen, probeLayout } from "./layout.ts";
import { probeListeners } from "./listeners.ts";
import { probePacketFilter } from "./packet-filter.ts";
import { probeProcesses, probeSshDaemons } from "./processes.ts";
import { askUsualSeccompProfiles, probeSeccompProfiles } from "./seccomp-profiles.ts";
import { askUsualEngines } from "./services.ts";
import { statPath } from "./stat.ts";
import { probeStaticPods, probeTextManifests } from "./static-pod-directories.ts";
import { manifestContainers } from "./static-pods.ts";

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
  const [sshd, listeners, filter, kubectl, host, kubeadmFlags, own] = await Promise.all([
    probeSshDaemons(ask, asked),
    probeListeners(ask, asked),
    probePacketFilter(ask),
    probeKubectl(ask),
    probeHostState(ask, asked),
    statPath(ask, "/var/lib/kubelet/kubeadm-flags.env"),
    probeByLayout(ask, asked, source),
    ...askAhead(ask),
  ]);
  if (own.facts === undefined) return factsOfContainer(node, transport, own.layout);
  return {
    ...own.facts,
    ...host,
    "host.sshd": sshd,
    "host.listeners": listeners,
    "host.packet-filter": filter,
    "host.kubectl": kubectl,
    "ssh.transport": sshAttempt(node, transport),
    "node.kubeadm": kubeadmEvidence(kubeadmFlags, own.facts["kubelet.unit"]),
    "node.layout": own.layout.layout,
  };
}

/** Asked together with the signs of the layout, for nearly every node needs the answers after them; they are kept. */
const askAhead = (ask: Ask): readonly Promise<unknown>[] => [
  probeTextPki(ask),
  probeTextKubeconfigs(ask),
  probeTextManifests(ask),
  askUsualUnit(ask),
  askUsualKubeProxy(ask),
  askUsualEngines(ask),
  askOnlyCni(ask),
  askUsualKubelet(ask),
  probePkiKeys(ask),
  askUsualSeccompProfiles(ask),
  askUsualKubeconfigs(ask),
];

type ByLayout = Omit<CollectedFacts, FactOfAnyLayout>;

/** All that is looked for where the node's distribution keeps it; nothing where the session is in a container. */
async function probeByLayout(
  ask: Ask,
  asked: ReturnType<typeof probeProcesses>,
  source: Source,
): Promise<{ readonly layout: LayoutSeen; readonly facts?: ByLayout }> {
  const [layout, processes] = await Promise.all([probeLayout(ask, asked), asked]);
  if (layout.inContainer) return { layout };
  const running = await runningComponents(ask, processes, layout.layout, layout.row?.embedding);
  const unit = probeKubeletUnit(ask, { kubelet: running("kubelet"), processes, program: layout.row?.program });
  const kubeProxy = probeKubeProxyKubeconfig(ask, running("kube-proxy"));
  const [seccomp, pki, others] = await Promise.all([
    probeSeccompProfiles(ask, running("kubelet")),
    probePkiAndKeys(ask, layout),
    probeStarted(ask, running, { processes, unit, kubeProxy }, layout, source),
  ]);
  return { layout, facts: { ...others, ...pki, "host.seccomp-profiles": seccomp } };
}

type Started = {
  readonly processes: Observed<readonly HostProcess[]>;
  readonly unit: ReturnType<typeof probeKubeletUnit>;
  readonly kubeProxy: ReturnType<typeof probeKubeProxyKubeconfig>;
};

/** The kubelet, what it starts from manifests, and the files that these name. */
async function probeStarted(
  ask: Ask,
  running: Running,
  { processes, unit, kubeProxy }: Started,
  layout: LayoutSeen,
  source: Source,
): Promise<Omit<ByLayout, "stat.pki" | "keys.pki" | "host.seccomp-profiles">> {
  const [kubelet, textKubeconfigs] = await Promise.all([
    probeKubelet(ask, running("kubelet"), unit, source),
    probeTextKubeconfigs(ask),
  ]);
  const pods = await probeStaticPods(ask, kubelet, processes, layout.paths.staticPods ?? []);
  const manifest = (component: ComponentName) => manifestContainers(pods, component);
  const [standIns, components, credentials] = await Promise.all([
    probeStandIns(ask, textKubeconfigs, { manifest, running }, layout),
    probeComponents(ask, pods, running, kubelet, source),
    probeCredentialFiles(ask, manifest, running, { layout, kubeProxy }, source),
  ]);
  const kubeconfigs = present([...textKubeconfigs, ...standIns], source);
  return { ...kubelet.facts, ...components, ...credentials, "stat.cp-kubeconfigs": kubeconfigs };
}

/** The directory of keys, and which of its files hold one. */
async function probePkiAndKeys(ask: Ask, layout: LayoutSeen): Promise<Pick<CollectedFacts, "stat.pki" | "keys.pki">> {
  const pki = await probePki(ask, await probeTextPki(ask), layout);
  const root = pki.state === "present" ? pki.value.walk.root : undefined;
  return { "stat.pki": pki, "keys.pki": await probePkiKeys(ask, root) };
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
