import { type NamedFile, namedByText } from "../../../evidence/files.ts";
import { readFlags } from "../../../evidence/go-flags.ts";
import { entriesSeen, type Observed } from "../../../evidence/observed.ts";
import type { Invocation } from "../../../evidence/processes.ts";
import { directoryPath } from "../../../evidence/trailing-slashes.ts";
import { notApplicable, notReviewed } from "../../../findings/verdict.ts";
import { unseenVerdict } from "../../define-rule.ts";
import { type FileSelection, fileSelection, inPlaceOf, lookAt, only, resolved, type Selected } from "./selection.ts";

const isDirectory = ({ stat }: NamedFile): boolean =>
  stat.state === "present" && resolved(stat.value).type === "directory";

/** What one of the kubelet's files is about: the flags that name it, and what it means that none does. */
type Subject = {
  readonly flags: readonly string[];
  readonly whenNone: string;
};

const configuration: Subject = {
  flags: ["config", "config-dir"],
  whenNone: "The kubelet is started with neither --config nor --config-dir: there is no configuration file.",
};
const kubeconfig: Subject = {
  flags: ["kubeconfig"],
  whenNone: "There is no /etc/kubernetes/kubelet.conf and the kubelet has no --kubeconfig: it runs standalone.",
};

/** The files that the running kubelet's flags name. Not Applicable only for a command line that names none. */
function inForce(files: readonly NamedFile[], kubelet: Observed<readonly Invocation[]>, subject: Subject): Selected {
  if (kubelet.state === "unknown") return only(unseenVerdict(kubelet));
  const calls = entriesSeen(kubelet);
  if (calls.length === 0) return only(notReviewed("kubelet is not running on this node."));
  const isNamed = calls.some((call) => subject.flags.some((flag) => (readFlags(call).text(flag) ?? "") !== ""));
  if (!isNamed) return only(notApplicable(subject.whenNone));
  const named = files.filter((file) => file.namedBy !== namedByText);
  return named.length > 0 ? lookAt(named) : only(notReviewed("What the kubelet's flags name was not looked at."));
}

/** The path that the check text names, where something of that kind is there or it could not be looked at. */
const fixedPath = (files: readonly NamedFile[], path: string): readonly NamedFile[] =>
  files
    .filter((file) => file.path === path && file.stat.state !== "absent" && file.otherKind === undefined)
    .slice(0, 1);

/** What the kubelet uses, said to be in place of the path of the text; and what lies at that path where it is else. */
function inPlace(selected: Selected, files: readonly NamedFile[], path: string, named: string): Selected {
  const [other] = files.filter((file) => file.path === path && file.otherKind !== undefined);
  const seen =
    other === undefined
      ? []
      : [{ what: path, value: `holds a ${other.otherKind}, no kubeconfig`, source: other.stat.source }];
  const used = [...new Set(selected.found.map(({ entry }) => entry.path))];
  return {
    ...selected,
    notes: [...(selected.notes ?? []), ...seen],
    ...(used.length === 0 ? {} : { named, substitution: substitutionOf(path, other, used) }),
  };
}

const substitutionOf = (path: string, other: NamedFile | undefined, used: readonly string[]): string =>
  other === undefined
    ? inPlaceOf(path, used.join(", "))
    : `Path substituted: ${path} holds a ${other.otherKind}, looked at in its place is ${used.join(", ")}.`;

const together = (...parts: readonly Selected[]): Selected => ({
  found: parts.flatMap((part) => part.found),
  others: parts.flatMap((part) => part.others),
  notes: parts.flatMap((part) => part.notes ?? []),
});

const configNamed = "the kubelet's configuration file and drop-ins";
const kubeconfigNamed = "the kubelet's kubeconfig";
const textConfig = "/var/lib/kubelet/config.yaml";
const textKubeconfig = "/etc/kubernetes/kubelet.conf";
const configCommand = "stat -L -c '%a %U:%G %n' /var/lib/kubelet/config.yaml";
const configFacts = { needs: ["stat.kubelet-config"], helpful: ["process.kubelet"] } as const;
const kubeconfigCommand = "stat -L -c '%a %U:%G %n' /etc/kubernetes/kubelet.conf";
const kubeconfigFacts = { needs: ["stat.kubelet-kubeconfig"], helpful: ["process.kubelet"] } as const;

/** The `--config` file and the drop-ins loaded (V-242406, V-242407). */
export const kubeletConfigFiles: FileSelection = fileSelection(
  { named: configNamed, command: configCommand },
  configFacts.needs,
  (facts) => {
    const files = entriesSeen(facts["stat.kubelet-config"]).filter((file) => !isDirectory(file));
    return inForce(files, facts["process.kubelet"], configuration);
  },
  configFacts.helpful,
);

/** The same and the drop-in directory itself: who owns it adds drop-ins. */
export const kubeletConfigFilesAndDirectory: FileSelection = fileSelection(
  { named: "the kubelet's configuration file, drop-ins and their directory", command: configCommand },
  configFacts.needs,
  (facts) => {
    const files = entriesSeen(facts["stat.kubelet-config"]);
    const kubelet = facts["process.kubelet"];
    const calls = entriesSeen(kubelet);
    const directories = calls.flatMap((call) => readFlags(call).text("config-dir") || []);
    const unasked = directories
      .filter((path) => !files.some((file) => file.path === directoryPath(path)))
      .map((path) => notReviewed(`Nothing was asked about the directory ${path}.`));
    return together(inForce(files, kubelet, configuration), only(...unasked));
  },
  configFacts.helpful,
);

/** /var/lib/kubelet/config.yaml, else what is in force (V-242456, V-242457). */
export const kubeletConfigOfText: FileSelection = fileSelection(
  { named: "/var/lib/kubelet/config.yaml", command: configCommand },
  configFacts.needs,
  (facts) => {
    const files = entriesSeen(facts["stat.kubelet-config"]).filter((file) => !isDirectory(file));
    const fixed = fixedPath(files, textConfig);
    if (fixed.length > 0) return lookAt(fixed);
    return inPlace(inForce(files, facts["process.kubelet"], configuration), files, textConfig, configNamed);
  },
  configFacts.helpful,
);

/** /etc/kubernetes/kubelet.conf and the file of `--kubeconfig`: the worse counts (V-242452, V-242453). */
export const kubeletKubeconfigOfText: FileSelection = fileSelection(
  { named: "/etc/kubernetes/kubelet.conf, and the file of the kubelet's --kubeconfig", command: kubeconfigCommand },
  kubeconfigFacts.needs,
  (facts) => {
    const files = entriesSeen(facts["stat.kubelet-kubeconfig"]);
    const kubelet = facts["process.kubelet"];
    const fixed = lookAt(fixedPath(files, textKubeconfig));
    if (fixed.found.length + fixed.others.length === 0) {
      return inPlace(inForce(files, kubelet, kubeconfig), files, textKubeconfig, kubeconfigNamed);
    }
    // The text's own path decides alone where the kubelet cannot say what else it uses.
    const others = files.filter((file) => file.namedBy !== namedByText && file.path !== textKubeconfig);
    return together(fixed, lookAt(others));
  },
  kubeconfigFacts.helpful,
);

/** The file of `--kubeconfig`. */
export const kubeletKubeconfigInForce: FileSelection = fileSelection(
  { named: kubeconfigNamed, command: kubeconfigCommand },
  kubeconfigFacts.needs,
  (facts) => inForce(entriesSeen(facts["stat.kubelet-kubeconfig"]), facts["process.kubelet"], kubeconfig),
  kubeconfigFacts.helpful,
);

/** Loaded kubelet drop-ins named *kubeadm*.conf (V-242454, V-242455). */
export const kubeadmDropIns: FileSelection = fileSelection(
  {
    named: "the kubelet's drop-in of kubeadm",
    command: "stat -L -c '%a %U:%G %n' of the paths in systemctl show kubelet -p DropInPaths",
  },
  ["stat.kubeadm-dropin"],
  (facts) => {
    const files = entriesSeen(facts["stat.kubeadm-dropin"]);
    const madeBy = facts["node.kubeadm"];
    if (files.length > 0) return lookAt(files);
    if (madeBy.state === "unknown") return only(unseenVerdict(madeBy));
    return madeBy.state === "absent"
      ? only(notApplicable("The node was not made by kubeadm and the kubelet has no drop-in of kubeadm."))
      : only(notReviewed("The node was made by kubeadm, but no drop-in of kubeadm is loaded."));
  },
  ["node.kubeadm"],
);
