import type { NodeFact } from "../../../src/evidence/node.ts";

export type Reading = "literal" | "effective";

/** Facts without which a rule still passes, and why that is right. */
export type Survivor = {
  readonly facts: readonly NodeFact[];
  /** Both where none is given. */
  readonly reading?: Reading;
  readonly rules: "all" | readonly string[];
  /** Names of the base states on which it may; all where none is given. */
  readonly nodes?: readonly string[];
  /** The facts stand for each other: where none of them is seen nothing passes. */
  readonly atLeastOne?: true;
  readonly why: string;
};

const manifests = ["manifest.kube-apiserver", "manifest.kube-controller-manager", "manifest.kube-scheduler"] as const;
const processes = ["process.kube-apiserver", "process.kube-controller-manager", "process.kube-scheduler"] as const;
const apiServer = ["manifest.kube-apiserver", "process.kube-apiserver"] as const;
const workers = ["default worker", "mended worker", "worker before a restart", "old worker"];
const noControlPlanes = [...workers, "etcd host"];
const byFlags = ["default control plane", "mended control plane", "old control plane"];
const etcdByFlags = [...byFlags, "etcd host"];
const etcdHere = [...etcdByFlags, "structured control plane"];
const apiServersByFlags = [...byFlags, "control plane without etcd"];
const controlPlanes = [...apiServersByFlags, "structured control plane"];
const current = controlPlanes.filter((name) => !name.startsWith("old"));
const onNewNodes = [...current, "etcd host", ...workers.filter((name) => !name.startsWith("old"))];

const etcdSettingRules = [
  ...["V-242379", "V-242380", "V-242423", "V-242426", "V-242427", "V-242428", "V-242432", "V-242433"],
];
const etcdRules = [...etcdSettingRules, "V-242445", "V-242459", "V-242413"];
const pkiRules = ["V-242451", "V-242466", "V-242467"];
const manifestFileRules = ["V-242405", "V-242408", "V-242444"];
const kubeconfigRules = ["V-242446", "V-242460"];

const byKubelet = ["V-242387", "V-242391", "V-242392", "V-242397", "V-242420", "V-242434", "V-245541"];

/** A pass survives that these could not be seen. */
export const survivesUnknown: readonly Survivor[] = [
  {
    facts: ["kubelet.configz"],
    reading: "effective",
    rules: byKubelet,
    nodes: [...controlPlanes, ...workers, "etcd host"],
    why: "The kubelet's own word is in none of the node's facts: it is the API's, which is asked by itself.",
  },
  {
    facts: ["process.kubelet", "kubelet.config", "kubelet.unit"],
    reading: "effective",
    rules: byKubelet.filter((rule) => rule !== "V-242420"),
    nodes: ["kubelet's word"],
    why: "What the kubelet says is in force is all that the API shows of it, and all that there is to know.",
  },
  {
    facts: ["host.listeners"],
    reading: "literal",
    rules: ["V-242394"],
    why: "The text asks what is enabled; sockets only show what the effective reading asks, whether something else starts a server.",
  },
  {
    facts: ["node.api"],
    reading: "effective",
    rules: ["V-245541"],
    why: "The kubelet's release is asked only where a drop-in says 0, which no node here does.",
  },
  {
    facts: ["api.kube-proxy-pods"],
    rules: ["V-242447", "V-242448"],
    why: "A kube-proxy that runs is judged by its own files; the API's pods say whether one should run where none does.",
  },
  {
    facts: [...processes, "process.etcd"],
    reading: "literal",
    rules: "all",
    why: "The check texts read the manifest; a process can only add a finding, and is needed where no manifest is.",
  },
  {
    facts: manifests,
    reading: "effective",
    rules: "all",
    why: "What runs is judged; the manifest only gives image and mounts, without which a rule that needs them is unreviewed.",
  },
  {
    facts: ["kubelet.unit"],
    rules: [
      ...["V-242387", "V-242391", "V-242392", "V-242398", "V-242399", "V-242404", "V-242420", "V-242424", "V-242425"],
      ...["V-242434", "V-242449", "V-242450", "V-245541", "V-254801"],
    ],
    why: "The running command line is complete; a unit's text can only show a flag that is not in force yet, and the reason says that it was not seen.",
  },
  {
    facts: ["kubelet.unit"],
    reading: "effective",
    rules: ["V-242397"],
    why: "As above; the literal reading names the unit and rests on it.",
  },
  {
    facts: apiServer,
    rules: [...etcdSettingRules, "V-242445", "V-242459"],
    nodes: [...byFlags, "structured control plane"],
    atLeastOne: true,
    why: "Asked only which etcds it uses besides the one that is on the node, which each of the two says.",
  },
  ...(["kube-scheduler", "kube-controller-manager"] as const).map(
    (component): Survivor => ({
      facts: [`manifest.${component}`, `process.${component}`],
      reading: "effective",
      rules: kubeconfigRules,
      nodes: controlPlanes,
      atLeastOne: true,
      why: "Asked only which other kubeconfigs it names, which each of the two says.",
    }),
  ),
  {
    facts: ["node.layout"],
    rules: etcdRules,
    nodes: etcdHere,
    why: "An etcd is here. The distribution says only that there is none, where a socket proves another datastore.",
  },
  {
    facts: ["node.layout"],
    rules: [...manifestFileRules, ...kubeconfigRules],
    nodes: [...controlPlanes, "etcd host"],
    why: "There are such files, and the kubelet and the components that name further ones were seen; the distribution matters where none is.",
  },
  {
    facts: ["node.layout"],
    rules: ["V-242451", "V-242466"],
    why: "As above; here a worker has a certificate of its own.",
  },
  {
    facts: ["node.layout"],
    rules: ["V-242467"],
    nodes: [...controlPlanes, "etcd host"],
    why: "As above; a worker has no key, and then it is asked.",
  },
  {
    facts: ["node.layout"],
    rules: ["V-242398", "V-242399", "V-254800", "V-254801"],
    nodes: controlPlanes,
    why: "The components of the control plane are here and judged; of a worker's cluster a provider may run them.",
  },
  {
    facts: ["content.etcd-config"],
    rules: etcdRules,
    nodes: etcdByFlags,
    why: "No flag or variable names such a file. Where one does, the structured control plane shows that it counts.",
  },
  {
    facts: ["content.etcd-config"],
    reading: "effective",
    rules: pkiRules,
    nodes: [...apiServersByFlags, ...noControlPlanes],
    why: "As above.",
  },
  {
    facts: [...manifests, "manifest.etcd"],
    reading: "literal",
    rules: ["V-242398", "V-242400"],
    why: "The containers of all manifests are one fact, static-pods; a component's own is a part of it.",
  },
  {
    facts: ["process.kubelet", "kubelet.config"],
    reading: "effective",
    rules: ["V-242398"],
    nodes: [...onNewNodes, "old control plane", "old worker"],
    why: "The gate is gone since 1.19: a version says enough.",
  },
  {
    facts: ["node.api"],
    rules: ["V-242398"],
    why: "No version is needed where nothing sets the gate.",
  },
  {
    facts: [...manifests, ...processes, "static-pods", "manifest.etcd", "process.etcd"],
    rules: ["V-242398", "V-242399", "V-254801"],
    nodes: [...noControlPlanes, "kubelet's word"],
    why: "A node proven to be no control plane has no control-plane component to look at.",
  },
  {
    facts: ["kubelet.config", "process.kubelet"],
    reading: "literal",
    rules: ["V-254801"],
    nodes: ["old control plane", "old worker"],
    why: "Before 1.22 the text does not apply, by the version alone.",
  },
  {
    facts: ["kubelet.config"],
    reading: "literal",
    rules: ["V-254801"],
    nodes: onNewNodes,
    why: "Since 1.28 the text asks of the kubelet for no flag only.",
  },
  {
    facts: ["kubelet.config", "process.kubelet"],
    rules: ["V-242399"],
    nodes: onNewNodes,
    why: "Not applicable since 1.26, by the version alone.",
  },
  {
    facts: ["content.authentication-config"],
    rules: ["V-242390"],
    nodes: apiServersByFlags,
    why: "No flag names such a file: the flags alone decide. Where one does, the structured control plane shows that it counts.",
  },
  {
    facts: ["content.authentication-config"],
    reading: "literal",
    rules: ["V-242390"],
    nodes: ["structured control plane"],
    why: "The text passes an API server without --anonymous-auth, whatever a file says.",
  },
  {
    facts: ["content.authorization-config"],
    rules: ["V-242382"],
    nodes: apiServersByFlags,
    why: "As with the file of authentication.",
  },
  {
    facts: ["content.admission-config", "api.namespaces"],
    rules: ["V-254800"],
    nodes: ["old control plane"],
    why: "Not applicable before 1.22, by the version alone.",
  },
  {
    facts: ["ssh.transport", "node.api"],
    rules: ["V-242393", "V-242394"],
    nodes: ["mended worker", "worker before a restart", "old worker"],
    why: "Units and processes were read; how an attempt ended can only add a finding, and the API only speaks for a refusal.",
  },
  {
    facts: ["host.listeners"],
    reading: "effective",
    rules: ["V-242384", "V-242385"],
    why: "Flags say where it listens; a socket can only add a finding.",
  },
  {
    facts: ["node.kubeadm"],
    rules: ["V-242454", "V-242455"],
    why: "The drop-in is there and judged; who made the node matters only where none is.",
  },
  {
    facts: ["process.kube-proxy", "process.kubelet"],
    rules: ["V-242447", "V-242448"],
    why: "The file that the process names was seen, which proves the process; both matter only where there is none.",
  },
  {
    facts: ["process.kubelet"],
    reading: "literal",
    rules: ["V-242452", "V-242453", "V-242456", "V-242457"],
    why: "The text names a fixed path, and the file is there; what the kubelet names instead is the effective reading's.",
  },
  {
    facts: ["certificates"],
    reading: "effective",
    rules: [
      ...["V-242421", "V-242422", "V-242424", "V-242425", "V-242427", "V-242428", "V-242429", "V-242430", "V-242431"],
      ...["V-242432", "V-242433"],
    ],
    why: "Issuer and expiry are shown to the assessor; only V-242419 and V-245544 demand something of them.",
  },
  {
    facts: ["stat.flag-files"],
    reading: "effective",
    rules: pkiRules,
    nodes: ["default control plane", ...workers],
    why: "No component names a certificate elsewhere. Where the kubelet does, the mended control plane shows that it counts.",
  },
  {
    facts: ["stat.flag-files"],
    reading: "effective",
    rules: ["V-242420", "V-242449", "V-242450"],
    why: "The file that the configuration names is a fact of its own; this one is for a flag that names it.",
  },
  {
    facts: ["stat.kubelet-client-ca"],
    reading: "effective",
    rules: ["V-242420", "V-242449", "V-242450"],
    why: "The same path is among the files that flags and configuration name.",
  },
];

/** A pass survives that nothing within these could be seen; those of `survivesUnknown` too. */
export const survivesHollow: readonly Survivor[] = [
  {
    facts: ["kubelet.unit"],
    reading: "literal",
    rules: ["V-242397"],
    nodes: workers.filter((name) => name !== "default worker"),
    why: "The unit's files were read and do not name the flag, which is what the text asks; what they start only adds a finding.",
  },
  {
    facts: ["kubeconfigs"],
    reading: "effective",
    rules: kubeconfigRules,
    why: "Looked for are files that the text does not name: none need be there, and those of the text are another fact.",
  },
];

/** A pass survives that these are proven not to be there; those of `survivesUnknown` too. */
export const survivesAbsence: readonly Survivor[] = [
  {
    facts: [...manifests, "manifest.etcd"],
    reading: "literal",
    rules: "all",
    why: "A component that no manifest starts is judged by its process; one that is nowhere is unreviewed.",
  },
  {
    facts: ["manifest.etcd"],
    reading: "effective",
    rules: ["V-242379", "V-242380", "V-242413", "V-242423", "V-242426", "V-242445", "V-242459"],
    nodes: etcdHere,
    why: "An etcd that no manifest starts is judged by its process; none of these rules looks for a file that it names.",
  },
  {
    facts: ["static-pods"],
    reading: "literal",
    rules: ["V-242398", "V-242400"],
    why: "Without a static pod the processes are what is left to look at.",
  },
  {
    facts: ["kubelet.unit"],
    reading: "literal",
    rules: ["V-242397"],
    why: "systemd knows no unit of the kubelet: there is no text in which a flag could stand.",
  },
  {
    facts: ["process.kube-scheduler", "process.kube-controller-manager"],
    reading: "effective",
    rules: kubeconfigRules,
    why: "A component that does not run logs in with no other kubeconfig; those of the text are there nevertheless.",
  },
  {
    facts: ["stat.kube-proxy-kubeconfig"],
    rules: ["V-242447", "V-242448"],
    why: "kube-proxy uses no kubeconfig: there is no such file to judge.",
  },
  {
    facts: ["stat.manifests", "stat.cp-kubeconfigs", "stat.pki"],
    rules: [...manifestFileRules, ...kubeconfigRules, ...pkiRules],
    nodes: noControlPlanes,
    why: "Who is no control plane need not have these directories and files: where they are proven absent nothing is to be judged.",
  },
  {
    facts: ["node.layout"],
    rules: ["V-242398", "V-242399", "V-254801", ...manifestFileRules, ...kubeconfigRules, "V-242467"],
    nodes: [...noControlPlanes, "kubelet's word"],
    why: "Every sign of a provider was looked for and none is there: no part of the control plane is elsewhere.",
  },
  {
    facts: ["process.kubelet"],
    rules: [...manifestFileRules, ...pkiRules],
    why: "Where no kubelet runs it names no further directory and no certificate.",
  },
  {
    facts: [...processes, "process.etcd"],
    reading: "effective",
    rules: pkiRules,
    nodes: [...controlPlanes, "etcd host"],
    why: "A component that does not run uses no certificate elsewhere.",
  },
  {
    facts: ["process.kube-apiserver"],
    reading: "effective",
    rules: ["V-242413"],
    nodes: etcdHere.filter((name) => name !== "etcd host"),
    why: "The API server's manifest says which etcd it uses.",
  },
  {
    facts: ["host.kubectl"],
    rules: ["V-242396"],
    why: "All places were searched: there is no kubectl whose version could be too old.",
  },
  {
    facts: ["host.listeners"],
    rules: ["V-242393", "V-242394"],
    why: "No socket takes from anyone, and so no SSH server's.",
  },
  {
    facts: ["api.services"],
    rules: ["V-242410", "V-242411", "V-242412", "V-242413"],
    why: "No Service publishes the component.",
  },
  {
    facts: ["node.api"],
    rules: ["V-242410", "V-242411", "V-242412", "V-242413"],
    why: "The API's complete list does not hold the host: no Service of the cluster leads to it by a node's address.",
  },
  {
    facts: ["site.options"],
    rules: ["V-242393", "V-242436", "V-254800"],
    why: "The site decided nothing: what holds without a decision decides.",
  },
];
