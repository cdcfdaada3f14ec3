import type { NamedFile } from "../../evidence/files.ts";
import { namedByText } from "../../evidence/files.ts";
import type { KubeletUnit } from "../../evidence/kubelet.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { kindOf } from "../parse/structured-file.ts";
import { type KubeletPaths, kubeletPaths, probeKubeletConfig } from "./kubelet-config.ts";
import { statNamed } from "./stat.ts";

/** What was seen of the kubelet, and where it leads to. */
export type KubeletSeen = {
  readonly facts: Pick<
    CollectedFacts,
    | "process.kubelet"
    | "kubelet.config"
    | "kubelet.unit"
    | "stat.kubelet-config"
    | "stat.kubelet-kubeconfig"
    | "stat.kubeadm-dropin"
    | "stat.kubelet-client-ca"
  >;
  /** Static-pod directories of its configuration and its flags. */
  readonly staticPodDirectories: readonly string[];
  /** Certificate files that its configuration names. */
  readonly certificates: readonly string[];
  /** Certificate and key files that its configuration names, and the one that it rotates. */
  readonly servingFiles: readonly string[];
};

/** Everything about the kubelet: configuration, unit, files. */
export async function probeKubelet(
  ask: Ask,
  process: Observed<readonly Invocation[]>,
  unitAsked: Promise<Observed<KubeletUnit>>,
  source: Source,
): Promise<KubeletSeen> {
  const paths = kubeletPaths(process);
  const [unit, { config, dropIns }] = await Promise.all([unitAsked, probeKubeletConfig(ask, process)]);
  const setting = (path: string): readonly string[] => {
    const value = config.state === "present" ? config.value.settings[path]?.value : undefined;
    return typeof value === "string" && value !== "" ? [besideConfig(value, paths.config)] : [];
  };
  const [clientCa] = setting("authentication.x509.clientCAFile");
  const dropInFiles =
    unit.state === "present" ? unit.value.dropIns.filter((path) => /kubeadm[^/]*\.conf$/.test(path)) : [];
  const [configFiles, kubeconfig, dropInStats, clientCaFile] = await Promise.all([
    probeConfigFiles(ask, paths, dropIns),
    probeKubeconfig(ask, paths),
    Promise.all(dropInFiles.map((path) => statNamed(ask, path, "DropInPaths of the kubelet's unit"))),
    clientCa === undefined ? undefined : statNamed(ask, clientCa, "authentication.x509.clientCAFile"),
  ]);
  return {
    facts: {
      "process.kubelet": process,
      "kubelet.config": config,
      "kubelet.unit": unit,
      "stat.kubelet-config": present(configFiles, source),
      "stat.kubelet-kubeconfig": present(kubeconfig, source),
      "stat.kubeadm-dropin": unit.state === "unknown" ? unit : present(dropInStats, unit.source),
      "stat.kubelet-client-ca": namedFileOf(clientCaFile, config),
    },
    staticPodDirectories: [
      ...setting("staticPodPath"),
      ...(paths.podManifests === undefined ? [] : [paths.podManifests]),
    ],
    certificates: [...setting("authentication.x509.clientCAFile"), ...setting("tlsCertFile")],
    servingFiles: [
      ...setting("authentication.x509.clientCAFile"),
      ...setting("tlsCertFile"),
      ...setting("tlsPrivateKeyFile"),
      `${paths.certDir.replace(/\/+$/, "")}/kubelet-server-current.pem`,
    ].filter(canAskFor),
  };
}

const namedFileOf = (file: NamedFile | undefined, config: Observed<unknown>): Observed<NamedFile> => {
  if (file !== undefined) return present(file, config.source);
  return config.state === "unknown" ? config : absent(config.source);
};

// What is in force, and the path that the check text names.
const probeConfigFiles = (ask: Ask, paths: KubeletPaths, dropIns: readonly string[]): Promise<readonly NamedFile[]> =>
  Promise.all([
    statNamed(ask, "/var/lib/kubelet/config.yaml", namedByText),
    ...(paths.config === undefined ? [] : [statNamed(ask, paths.config, "--config of the kubelet")]),
    ...(paths.configDir === undefined
      ? []
      : [statNamed(ask, paths.configDir.replace(/\/+$/, ""), "--config-dir of the kubelet")]),
    ...dropIns.map((file) => statNamed(ask, file, "--config-dir of the kubelet")),
  ]);

const textKubeconfig = "/etc/kubernetes/kubelet.conf";

/**
 * The path that the check text names: a kubeconfig on kubeadm, the KubeletConfiguration on OpenShift. What the kubelet
 * itself takes for its kubeconfig needs no look into it, which may hold a credential.
 */
async function probeTextKubeconfig(ask: Ask, paths: KubeletPaths): Promise<NamedFile> {
  const file = await statNamed(ask, textKubeconfig, namedByText);
  if (file.stat.state !== "present" || paths.kubeconfig === undefined || paths.kubeconfig === textKubeconfig)
    return file;
  const read = await ask({ verb: "read", argument: textKubeconfig }, (payload) => kindOf(asText(payload)));
  const kind = read.state === "present" ? read.value : undefined;
  return kind === "KubeletConfiguration" ? { ...file, otherKind: kind } : file;
}

const probeKubeconfig = (ask: Ask, paths: KubeletPaths): Promise<readonly NamedFile[]> =>
  Promise.all([
    probeTextKubeconfig(ask, paths),
    ...(paths.kubeconfig === undefined ? [] : [statNamed(ask, paths.kubeconfig, "--kubeconfig of the kubelet")]),
  ]);

// Relative paths in the configuration start at the `--config` file's folder (kubelet source, 1.36).
function besideConfig(path: string, config: string | undefined): string {
  if (path.startsWith("/") || config === undefined) return path;
  return `${config.slice(0, config.lastIndexOf("/"))}/${path}`;
}
