import { flagReadings, readFlags } from "../../evidence/go-flags.ts";
import type { KubeletConfig } from "../../evidence/kubelet.ts";
import {
  absent,
  entriesSeen,
  type Observed,
  present,
  readAs,
  type Unknown,
  unknown,
  valuesSeen,
} from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, asText } from "../ask.ts";
import { type ConfigFile, mergeKubeletConfig } from "../parse/kubelet-config.ts";
import { type LookAs, lookingAs } from "./process-view.ts";
import { listPath } from "./stat.ts";

/** Paths that the kubelet's command line names; with several kubelets, the first. */
export type KubeletPaths = {
  readonly config: string | undefined;
  readonly configDir: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly podManifests: string | undefined;
  /** Where the kubelet keeps its own certificates. */
  readonly certDir: string;
};

/** Those paths; where nothing is named only that of the certificates is known by default. */
export function kubeletPaths(kubelet: Observed<readonly Invocation[]>): KubeletPaths {
  const [invocation] = entriesSeen(kubelet);
  const flags = invocation === undefined ? undefined : readFlags(invocation);
  const text = (name: string): string | undefined => flags?.text(name) || undefined;
  return {
    config: text("config"),
    configDir: text("config-dir"),
    kubeconfig: text("kubeconfig"),
    podManifests: text("pod-manifest-path"),
    certDir: text("cert-dir") ?? "/var/lib/kubelet/pki",
  };
}

/**
 * Why it is not known what the kubelet's flags name: several run, or the readings of its command line differ in one of these, for a
 * flag that is not known as a boolean stands in front of it. Judged with one of them the other's file would count as in force.
 */
export function flagsUnclear(
  kubelet: Observed<readonly Invocation[]>,
  ...flags: readonly string[]
): Unknown | undefined {
  const [call, ...others] = entriesSeen(kubelet);
  if (others.length > 0) return unknown("unsupported", "several kubelets run on this node", kubelet.source);
  const readings = call === undefined ? [] : flagReadings(call);
  const flag = flags.find((name) => new Set(readings.map((reading) => reading.text(name))).size > 1);
  const message = `the kubelet's command line can be read in two ways that differ in --${flag}`;
  return flag === undefined ? undefined : unknown("unsupported", message, kubelet.source);
}

const readConfigFile = (ask: Ask, lookAs: LookAs, named: string): Promise<Observed<ConfigFile>> =>
  lookAs(named, (file) => ask({ verb: "read", argument: file }, (payload) => ({ file, text: asText(payload) })));

// filepath.WalkDir, by which the kubelet finds them, has a directory's files before what only sorts like its slash.
const stepByStep = (a: string, b: string): number => (a.replaceAll("/", "\0") < b.replaceAll("/", "\0") ? -1 : 1);

/** Paths of the drop-ins: every *.conf below the directory, subdirectories too, in the kubelet's order. */
async function dropInPaths(ask: Ask, lookAs: LookAs, named: string): Promise<Observed<readonly string[]>> {
  const walk = await lookAs(named, (directory) => listPath(ask, directory));
  if (walk.state !== "present") return walk;
  const files = walk.value.entries.filter(({ type, path }) => type !== "directory" && path.endsWith(".conf"));
  return present(files.map(({ path }) => path).toSorted(stepByStep), walk.source);
}

/** The configuration, and the files besides `--config` that it was made of; `unlisted`: why it is not known which they are. */
type ConfigSeen = {
  readonly config: Observed<KubeletConfig>;
  readonly dropIns: readonly string[];
  readonly unlisted?: Unknown;
};

/**
 * The configuration on disk. A kubelet that names neither a file nor a directory has none, which is a fact; one that
 * names a file that does not exist could not have started from it, so what it runs with is unknown.
 */
export async function probeKubeletConfig(ask: Ask, kubelet: Observed<readonly Invocation[]>): Promise<ConfigSeen> {
  if (kubelet.state !== "present") return { config: kubelet, dropIns: [] };
  const unclear = flagsUnclear(kubelet, "config", "config-dir");
  if (unclear !== undefined) return { config: unclear, dropIns: [] };
  const paths = kubeletPaths(kubelet);
  const lookAs = lookingAs(ask, kubelet.value[0]);
  const [base, listed] = await Promise.all([
    paths.config === undefined ? undefined : readConfigFile(ask, lookAs, paths.config),
    paths.configDir === undefined ? undefined : dropInPaths(ask, lookAs, paths.configDir),
  ]);
  if (listed?.state === "unknown") return { config: listed, dropIns: [], unlisted: listed };
  const dropIns = listed?.state === "present" ? listed.value : [];
  if (base === undefined && paths.configDir === undefined) return { config: absent(kubelet.source), dropIns };
  const texts = await Promise.all(dropIns.map((file) => readConfigFile(ask, lookAs, file)));
  return { config: mergeRead(base, texts, kubelet), dropIns };
}

function mergeRead(
  base: Observed<ConfigFile> | undefined,
  dropIns: readonly Observed<ConfigFile>[],
  kubelet: Observed<unknown>,
): Observed<KubeletConfig> {
  const files = base === undefined ? dropIns : [base, ...dropIns];
  const unread = files.find(({ state }) => state !== "present");
  if (unread?.state === "unknown") return unread;
  if (unread !== undefined) {
    return unknown("unparseable", "a configuration file that is named does not exist", unread.source);
  }
  const [first] = base === undefined ? [] : valuesSeen([base]);
  const given = { ...(first && { base: first }), dropIns: valuesSeen(dropIns) };
  return readAs(files[0]?.source ?? kubelet.source, () => mergeKubeletConfig(given));
}
