import { baseName } from "../../evidence/base-name.ts";
import { type NamedFile, namedByText } from "../../evidence/files.ts";
import type { KubeletConfig, KubeletUnit } from "../../evidence/kubelet.ts";
import type { KubeletField } from "../../evidence/kubelet-fields.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, entriesSeen, type Observed, present, type Source, type Unknown } from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { withoutEndSlashes } from "../../evidence/trailing-slashes.ts";
import { type Ask, asText } from "../ask.ts";
import { kindOf } from "../parse/structured-file.ts";
import type { FilesSeen } from "./flag-files.ts";
import { flagsUnclear, type KubeletPaths, kubeletPaths, probeKubeletConfig } from "./kubelet-config.ts";
import { type LookAs, lookingAs, seesHost } from "./process-view.ts";
import { readCertificates, readKubeconfig } from "./read-kubeconfig.ts";
import { statNamed, statPath } from "./stat.ts";

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
    | "certificates.kubelet-serving"
  >;
  /** Static-pod directories of its configuration and its flags; unknown with a configuration that was not read. */
  readonly staticPodDirectories: Observed<readonly string[]>;
  /** Certificate files that its configuration names; none where it sees other files than the host's. */
  readonly certificates: readonly string[];
  /** Certificate and key files that its configuration names, and the one that it rotates. */
  readonly servingFiles: FilesSeen;
};

const usualPaths = [
  ...["/etc/kubernetes/kubelet.conf", "/etc/kubernetes/bootstrap-kubelet.conf", "/etc/kubernetes/pki"],
  ...["/etc/kubernetes/pki/ca.crt", "/var/lib/kubelet", "/var/lib/kubelet/config.yaml", "/var/lib/kubelet/pki"],
  "/var/lib/kubelet/pki/kubelet-server-current.pem",
];

/** What kubeadm's kubelet names, asked before it is known that this one does. */
export const askUsualKubelet = (ask: Ask): Promise<unknown> =>
  Promise.all([
    ...["/var/lib/kubelet/config.yaml", "/etc/kubernetes/pki/ca.crt"].map((argument) =>
      ask({ verb: "read", argument }, asText),
    ),
    ...usualPaths.map((path) => statPath(ask, path)),
    ...["kubelet", "bootstrap-kubelet"].map((name) => {
      const path = `/etc/kubernetes/${name}.conf`;
      return readKubeconfig(ask, path, path, undefined);
    }),
    ...["server", "client"].map((use) => readCertificates(ask, `/var/lib/kubelet/pki/kubelet-${use}-current.pem`)),
  ]);

/** Everything about the kubelet: configuration, unit, files. */
export async function probeKubelet(
  ask: Ask,
  process: Observed<readonly Invocation[]>,
  unitAsked: Promise<Observed<KubeletUnit>>,
  source: Source,
): Promise<KubeletSeen> {
  const paths = kubeletPaths(process);
  const [call] = entriesSeen(process);
  const lookAs = lookingAs(ask, call);
  const stat = statNamedBy(ask, lookAs);
  const [unit, { config, dropIns, unlisted }] = await Promise.all([unitAsked, probeKubeletConfig(ask, process)]);
  const setting = settingsOf(config, paths);
  const [clientCa] = setting("authentication.x509.clientCAFile");
  const dropInFiles = unit.state === "present" ? unit.value.dropIns.filter(isOfKubeadm) : [];
  const [configFiles, kubeconfig, dropInStats, clientCaFile, serving] = await Promise.all([
    probeConfigFiles(ask, stat, paths, dropIns, unlisted),
    probeKubeconfig(ask, stat, paths),
    Promise.all(dropInFiles.map((path) => statNamed(ask, path, "DropInPaths of the kubelet's unit"))),
    clientCa === undefined ? undefined : stat(clientCa, "authentication.x509.clientCAFile"),
    lookAs(rotatedServing(paths), (path) => readCertificates(ask, path)),
  ]);
  return {
    facts: {
      "process.kubelet": process,
      "kubelet.config": config,
      "kubelet.unit": unit,
      "stat.kubelet-config": flagsUnclear(process, "config", "config-dir") ?? present(configFiles, source),
      "stat.kubelet-kubeconfig": flagsUnclear(process, "kubeconfig") ?? present(kubeconfig, source),
      "stat.kubeadm-dropin": unit.state === "unknown" ? unit : present(dropInStats, unit.source),
      "stat.kubelet-client-ca": namedFileOf(clientCaFile, config),
      "certificates.kubelet-serving":
        flagsUnclear(process, "cert-dir") ?? (process.state === "present" ? serving : process),
    },
    staticPodDirectories:
      flagsUnclear(process, "pod-manifest-path") ??
      staticPodDirectories(config, [...setting("staticPodPath"), paths.podManifests]),
    certificates: call !== undefined && seesHost(call) ? certificatesIn(setting) : [],
    servingFiles: { paths: servingFiles(setting, paths), lookAs },
  };
}

type Settings = (path: KubeletField) => readonly string[];

/** Paths that the configuration names. */
const settingsOf =
  (config: Observed<KubeletConfig>, paths: KubeletPaths): Settings =>
  (path) => {
    const value = config.state === "present" ? config.value.settings[path]?.value : undefined;
    return typeof value === "string" && value !== "" ? [besideConfig(value, paths.config)] : [];
  };

const staticPodDirectories = (
  config: Observed<unknown>,
  named: readonly (string | undefined)[],
): Observed<readonly string[]> =>
  config.state === "unknown"
    ? config
    : present(
        named.flatMap((path) => path ?? []),
        config.source,
      );

const certificatesIn = (setting: Settings): readonly string[] => [
  ...setting("authentication.x509.clientCAFile"),
  ...setting("tlsCertFile"),
];

const servingFiles = (setting: Settings, paths: KubeletPaths): readonly string[] => [
  ...certificatesIn(setting),
  ...setting("tlsPrivateKeyFile"),
  rotatedServing(paths),
];

/** The link to the pair that the kubelet serves with, where the cluster signs it (pkg/kubelet/certificate). */
const rotatedServing = ({ certDir }: KubeletPaths): string =>
  `${withoutEndSlashes(certDir)}/kubelet-server-current.pem`;

type StatNamed = (path: string, namedBy: string) => Promise<NamedFile>;

const statNamedBy =
  (ask: Ask, lookAs: LookAs): StatNamed =>
  async (path, namedBy) => ({ path, namedBy, stat: await lookAs(path, (seen) => statPath(ask, seen)) });

const namedFileOf = (file: NamedFile | undefined, config: Observed<unknown>): Observed<NamedFile> => {
  if (file !== undefined) return present(file, config.source);
  return config.state === "unknown" ? config : absent(config.source);
};

// What is in force, as the kubelet sees it, and the path that the check text names.
const probeConfigFiles = (
  ask: Ask,
  stat: StatNamed,
  paths: KubeletPaths,
  dropIns: readonly string[],
  unlisted: Unknown | undefined,
): Promise<readonly NamedFile[]> =>
  Promise.all([
    statNamed(ask, "/var/lib/kubelet/config.yaml", namedByText),
    ...(paths.config === undefined ? [] : [stat(paths.config, "--config of the kubelet")]),
    ...(paths.configDir === undefined ? [] : [stat(withoutEndSlashes(paths.configDir), "--config-dir of the kubelet")]),
    ...dropIns.map((file) => stat(file, "--config-dir of the kubelet")),
    // Whatever lies there may be anybody's to write.
    ...(unlisted === undefined
      ? []
      : [
          {
            path: `${withoutEndSlashes(paths.configDir ?? "")}/*.conf`,
            namedBy: "--config-dir of the kubelet",
            stat: unlisted,
          },
        ]),
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

const probeKubeconfig = (ask: Ask, stat: StatNamed, paths: KubeletPaths): Promise<readonly NamedFile[]> =>
  Promise.all([
    probeTextKubeconfig(ask, paths),
    ...(paths.kubeconfig === undefined ? [] : [stat(paths.kubeconfig, "--kubeconfig of the kubelet")]),
  ]);

// Relative paths in the configuration start at the `--config` file's folder (kubelet source, 1.36); drop-ins have none here.
function besideConfig(path: string, config: string | undefined): string {
  if (path.startsWith("/") || config === undefined) return path;
  return `${config.slice(0, config.lastIndexOf("/"))}/${path}`;
}

const isOfKubeadm = (path: string): boolean =>
  path.endsWith(".conf") && baseName(path).slice(0, -".conf".length).includes("kubeadm");
