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
  readonly why: string;
};

const manifests = ["manifest.kube-apiserver", "manifest.kube-controller-manager", "manifest.kube-scheduler"] as const;
const processes = ["process.kube-apiserver", "process.kube-controller-manager", "process.kube-scheduler"] as const;
const workers = ["default worker", "mended worker", "old worker"];
const current = ["default control plane", "mended control plane", "structured control plane"];
const controlPlanes = [...current, "old control plane"];
const onNewNodes = [...current, "default worker", "mended worker"];

/** A pass survives that these could not be seen. */
export const survivesUnknown: readonly Survivor[] = [
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
      ...["V-242387", "V-242391", "V-242398", "V-242399", "V-242404", "V-242420", "V-242424", "V-242425", "V-242434"],
      ...["V-242449", "V-242450", "V-245541", "V-254801"],
    ],
    why: "The running command line is complete; a unit's text can only show a flag that is not in force yet.",
  },
  {
    facts: ["kubelet.unit"],
    reading: "effective",
    rules: ["V-242397"],
    why: "As above; the literal reading names the unit and rests on it.",
  },
  {
    facts: ["manifest.kube-apiserver", "process.kube-apiserver"],
    rules: [
      ...["V-242379", "V-242380", "V-242423", "V-242426", "V-242427", "V-242428", "V-242432", "V-242433"],
      ...["V-242445", "V-242459"],
    ],
    why: "Asked only where no etcd is on the node: where it is instead.",
  },
  {
    facts: [...manifests, "manifest.etcd"],
    reading: "literal",
    rules: ["V-242398", "V-242400"],
    why: "The containers of all manifests are one fact, static-pods; a component's own is a part of it.",
  },
  {
    facts: [
      "static-pods",
      "manifest.etcd",
      "process.etcd",
      "process.kube-controller-manager",
      "process.kube-scheduler",
    ],
    reading: "effective",
    rules: ["V-242400"],
    why: "The requirement is on the API server, which is judged by its process.",
  },
  {
    facts: ["static-pods", "manifest.etcd", "process.etcd", "process.kubelet", "kubelet.config"],
    reading: "effective",
    rules: ["V-242398"],
    nodes: [...onNewNodes, "old control plane", "old worker"],
    why: "The gate is gone since 1.19: a version says enough, and no other container has it.",
  },
  {
    facts: ["node.api"],
    rules: ["V-242398"],
    why: "No version is needed where nothing sets the gate.",
  },
  {
    facts: [...manifests, ...processes, "static-pods", "manifest.etcd", "process.etcd"],
    rules: ["V-242398", "V-242399", "V-254801"],
    nodes: workers,
    why: "A node proven to be no control plane has no control-plane component to look at.",
  },
  {
    facts: [
      "process.kubelet",
      "kubelet.config",
      "node.api",
      "process.kube-controller-manager",
      "process.kube-scheduler",
    ],
    reading: "effective",
    rules: ["V-254801"],
    why: "The API server admits pods; neither kubelet nor the other components have a part in it.",
  },
  {
    facts: ["kubelet.config", "process.kubelet"],
    reading: "literal",
    rules: ["V-254801"],
    why: "Since 1.28 the text asks of the kubelet for no flag only; before 1.22 it does not apply.",
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
    nodes: controlPlanes,
    why: "No flag names such a file: the flags alone decide. Where one does, the structured control plane shows that it counts.",
  },
  {
    facts: ["content.authorization-config"],
    rules: ["V-242382"],
    nodes: controlPlanes,
    why: "As with the file of authentication.",
  },
  {
    facts: ["content.admission-config"],
    rules: ["V-254800"],
    nodes: ["old control plane"],
    why: "Not applicable before 1.22, by the version alone.",
  },
  {
    facts: ["ssh.transport", "node.api"],
    rules: ["V-242393", "V-242394"],
    nodes: ["mended worker", "old worker"],
    why: "Units and processes were read; how an attempt ended can only add a finding, and the API only speaks for a refusal.",
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
    facts: ["stat.flag-files"],
    reading: "literal",
    rules: [
      ...["V-242419", "V-242421", "V-242422", "V-242424", "V-242425", "V-242427", "V-242428", "V-242429", "V-242430"],
      ...["V-242431", "V-242432", "V-242433", "V-245544"],
    ],
    why: "The text asks that the flag or setting names a file, not that the file exists.",
  },
  {
    facts: ["stat.flag-files"],
    rules: ["V-242420", "V-242449", "V-242450"],
    why: "The file that the configuration names is a fact of its own; this one is for a flag that names it.",
  },
  {
    facts: ["stat.kubelet-client-ca"],
    reading: "literal",
    rules: ["V-242420"],
    why: "The text asks that the setting names a file, not that the file exists.",
  },
  {
    facts: ["stat.kubelet-client-ca"],
    reading: "effective",
    rules: ["V-242420", "V-242449", "V-242450"],
    nodes: controlPlanes,
    why: "The same path is among the files that the API server's flags name.",
  },
  {
    facts: ["kubelet.config"],
    reading: "literal",
    rules: ["V-242392", "V-242449", "V-242450"],
    why: "The text asks for the flag (V-242392), or for the file's mode and owner, which were seen (the others).",
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
    rules: ["V-242445"],
    why: "An etcd that no manifest starts sees the host's files as they are: its process names the directory.",
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
    facts: ["stat.kube-proxy-kubeconfig"],
    rules: ["V-242447", "V-242448"],
    why: "kube-proxy uses no kubeconfig: there is no such file to judge.",
  },
  {
    facts: ["stat.manifests", "stat.cp-kubeconfigs", "stat.pki"],
    rules: [...["V-242405", "V-242408", "V-242444", "V-242446", "V-242451", "V-242460", "V-242466", "V-242467"]],
    nodes: workers,
    why: "A worker need not have these directories and files: where they are proven absent nothing is to be judged.",
  },
];
