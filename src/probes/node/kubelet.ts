import type { FileStat, Invocation, KubeletConfig, KubeletUnit, NamedFile, UnitText } from "../../evidence/node.ts";
import { absent, type Observed, present, unknown } from "../../evidence/observed.ts";
import { readFlags } from "../../evidence/go-flags.ts";
import { namedByText } from "../../evidence/node.ts";
import { type Ask, asText, canAskFor } from "../ask.ts";
import { type ConfigFile, mergeKubeletConfig } from "../parse/kubelet-config.ts";
import { parseStat, parseWalk } from "../parse/stat-lines.ts";
import { environmentFiles, parseSystemctlShow, unitFiles } from "../parse/systemctl-show.ts";

/** stat of a path; a relative one cannot be asked for and is not looked for elsewhere. */
export const statPath = (ask: Ask, path: string): Promise<Observed<FileStat>> =>
  canAskFor(path)
    ? ask({ verb: "stat", argument: path }, (payload) => parseStat(payload, path))
    : Promise.resolve(unknown("unsupported", "not an absolute path in one line", { host: "", request: `stat ${path}` }));

/** A file with what names it. */
export const statNamed = async (ask: Ask, path: string, namedBy: string): Promise<NamedFile> => ({
  path,
  namedBy,
  stat: await statPath(ask, path),
});

/** Paths that the kubelet's command line names; with several kubelets, the first. */
export type KubeletPaths = {
  readonly config: string | undefined;
  readonly configDir: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly podManifests: string | undefined;
};

export function kubeletPaths(kubelet: Observed<readonly Invocation[]>): KubeletPaths {
  const [invocation] = kubelet.state === "present" ? kubelet.value : [];
  const flags = invocation === undefined ? undefined : readFlags(invocation);
  const text = (name: string): string | undefined => flags?.text(name) || undefined;
  return {
    config: text("config"),
    configDir: text("config-dir"),
    kubeconfig: text("kubeconfig"),
    podManifests: text("pod-manifest-path"),
  };
}

const readConfigFile = (ask: Ask, file: string): Promise<Observed<ConfigFile>> =>
  ask({ verb: "read", argument: file }, (payload) => ({ file, text: asText(payload) }));

/** Paths of the drop-ins: every *.conf below the directory, subdirectories too, in lexical order. */
async function dropInPaths(ask: Ask, directory: string): Promise<Observed<readonly string[]>> {
  const walk = await ask({ verb: "list", argument: directory }, (payload) => parseWalk(payload, directory));
  if (walk.state !== "present") return walk;
  const files = walk.value.entries.filter(({ type, path }) => type !== "directory" && path.endsWith(".conf"));
  return present(files.map(({ path }) => path), walk.source);
}

/**
 * The configuration on disk. A kubelet that names neither a file nor a directory has none, which is a fact; one that
 * names a file that does not exist could not have started from it, so what it runs with is unknown.
 */
export async function probeKubeletConfig(
  ask: Ask,
  kubelet: Observed<readonly Invocation[]>,
): Promise<{ readonly config: Observed<KubeletConfig>; readonly dropIns: readonly string[] }> {
  if (kubelet.state !== "present") return { config: kubelet, dropIns: [] };
  if (kubelet.value.length > 1) {
    return { config: unknown("unsupported", "several kubelets run on this node", kubelet.source), dropIns: [] };
  }
  const paths = kubeletPaths(kubelet);
  const [base, listed] = await Promise.all([
    paths.config === undefined ? undefined : readConfigFile(ask, paths.config),
    paths.configDir === undefined ? undefined : dropInPaths(ask, paths.configDir),
  ]);
  if (listed?.state === "unknown") return { config: listed, dropIns: [] };
  const dropIns = listed?.state === "present" ? listed.value : [];
  if (base === undefined && paths.configDir === undefined) return { config: absent(kubelet.source), dropIns };
  const files = [...(base === undefined ? [] : [base]), ...(await Promise.all(dropIns.map((file) => readConfigFile(ask, file))))];
  return { config: mergeRead(files, kubelet), dropIns };
}

function mergeRead(files: readonly Observed<ConfigFile>[], kubelet: Observed<unknown>): Observed<KubeletConfig> {
  const texts: ConfigFile[] = [];
  for (const file of files) {
    if (file.state === "unknown") return file;
    if (file.state === "absent") return unknown("unparseable", "a configuration file that is named does not exist", file.source);
    texts.push(file.value);
  }
  const source = files[0]?.source ?? kubelet.source;
  try {
    return present(mergeKubeletConfig(texts), source);
  } catch (error) {
    return unknown("unparseable", error instanceof Error ? error.message : String(error), source);
  }
}

/** The kubelet's unit with the text of all its files; absent where systemd knows no such unit. */
export async function probeKubeletUnit(ask: Ask): Promise<Observed<KubeletUnit>> {
  const unit = await ask({ verb: "unit", argument: "kubelet.service" }, (payload) => {
    const [properties] = parseSystemctlShow(payload.toString("utf8"));
    if (properties === undefined) throw new Error("systemctl show printed nothing");
    return properties;
  });
  if (unit.state !== "present") return unit;
  if (unit.value["LoadState"]?.[0] === "not-found") return absent(unit.source);
  const { fragment, dropIns } = unitFiles(unit.value);
  const files = [fragment, ...dropIns, ...environmentFiles(unit.value)].filter(canAskFor);
  const texts = await Promise.all(files.map((file) => ask({ verb: "read", argument: file }, asText)));
  const unread = texts.find(({ state }) => state === "unknown");
  if (unread?.state === "unknown") return unread;
  // An environment file may be missing on purpose (EnvironmentFile=-/etc/default/kubelet).
  const read = texts.flatMap((text, index): readonly UnitText[] =>
    text.state === "present" ? [{ file: files[index] ?? "", text: text.value }] : [],
  );
  return present({ fragment, dropIns, texts: read }, unit.source);
}

/** The configuration files as files: what is in force, and the path that the check text names. */
export const probeKubeletConfigFiles = (
  ask: Ask,
  paths: KubeletPaths,
  dropIns: readonly string[],
): Promise<readonly NamedFile[]> =>
  Promise.all([
    statNamed(ask, "/var/lib/kubelet/config.yaml", namedByText),
    ...(paths.config === undefined ? [] : [statNamed(ask, paths.config, "--config of the kubelet")]),
    ...dropIns.map((file) => statNamed(ask, file, "--config-dir of the kubelet")),
  ]);

/** The kubelet's kubeconfig: the path that the check text names, and the one in force. */
export const probeKubeletKubeconfig = (ask: Ask, paths: KubeletPaths): Promise<readonly NamedFile[]> =>
  Promise.all([
    statNamed(ask, "/etc/kubernetes/kubelet.conf", namedByText),
    ...(paths.kubeconfig === undefined ? [] : [statNamed(ask, paths.kubeconfig, "--kubeconfig of the kubelet")]),
  ]);

/** A path in the kubelet's configuration: relative ones start at the `--config` file's directory. */
export function besideConfig(path: string, config: string | undefined): string {
  if (path.startsWith("/") || config === undefined) return path;
  return `${config.slice(0, config.lastIndexOf("/"))}/${path}`;
}
