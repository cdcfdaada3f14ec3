import type { FileStat } from "../../evidence/files.ts";
import { type Flags, flagReadings } from "../../evidence/go-flags.ts";
import type { KubeconfigContent, KubeconfigFile } from "../../evidence/kubeconfigs.ts";
import {
  absent,
  firstUnknown,
  type Observed,
  present,
  readAs,
  type Source,
  type Unknown,
  unknown,
} from "../../evidence/observed.ts";
import type { Invocation } from "../../evidence/processes.ts";
import { type Ask, askToKeep, asText, canAskFor } from "../ask.ts";
import { processCalled } from "../meant-paths.ts";
import { kubeconfigOfConfig } from "../parse/kube-proxy-config.ts";
import { stepsTo, withoutProcessId } from "./process-root.ts";
import { seesHost } from "./process-view.ts";
import { readCertificates, readKubeconfig } from "./read-kubeconfig.ts";
import { statPath } from "./stat.ts";

/** Sight of one process's files. Without its id in what is shown: that changes from run to run. */
type View = {
  readonly source: Source;
  /** It sees the host's files: links lead where the host follows them. */
  readonly isHost: boolean;
  readonly stat: (path: string) => Promise<Observed<FileStat>>;
  readonly read: (path: string) => Promise<Observed<string>>;
  readonly kubeconfig: (path: string) => Promise<Observed<KubeconfigContent>>;
};

function viewOf(ask: Ask, call: Invocation): View {
  const { source } = call;
  const isHost = seesHost(call);
  const root = isHost ? "" : `/proc/${source.pid}/root`;
  const follow = isHost ? (file: string) => readCertificates(ask, file) : undefined;
  const masked = <T>(seen: Observed<T>, file: string): Observed<T> => {
    const place: Source = { ...source, request: withoutProcessId(seen.source.request), file };
    return seen.state === "unknown"
      ? unknown(seen.reason, withoutProcessId(seen.message), place)
      : { ...seen, source: place };
  };
  return {
    source,
    isHost,
    async stat(path) {
      const seen = masked(await statPath(ask, root + path), path);
      return seen.state === "present" ? present(renamed(seen.value, path), seen.source) : seen;
    },
    read: async (path) => masked(await ask({ verb: "read", argument: root + path }, asText), path),
    kubeconfig: async (path) => masked(await readKubeconfig(ask, root + path, path, follow), path),
  };
}

const renamed = (stat: FileStat, path: string): FileStat => ({
  ...stat,
  path,
  ...(stat.target === undefined || stat.target === "dangling" ? {} : { target: { ...stat.target, path } }),
});

const isLink = (seen: Observed<FileStat>): boolean => seen.state === "present" && seen.value.type === "symlink";

/**
 * Why a path cannot be followed through the process's root: an absolute link would lead to a file of the host. Only the
 * links that the kubelet makes in ConfigMap and Secret volumes (NAME -> ..data/NAME) are known to be relative.
 */
async function detour({ source, isHost, stat }: View, path: string): Promise<Unknown | undefined> {
  if (!canAskFor(path) || path.split("/").includes("..")) {
    return unknown("unsupported", `${path} is not an absolute path in one line without ..`, source);
  }
  if (isHost) return undefined;
  const above = stepsTo(path).slice(0, -1);
  const [entry, data, ...directories] = await Promise.all([path, `${above.at(-1) ?? ""}/..data`, ...above].map(stat));
  const unseen = firstUnknown(directories);
  if (unseen !== undefined) return unseen;
  const isOfKubelet = data !== undefined && isLink(data);
  const leadsElsewhere = directories.some(isLink) || (entry !== undefined && isLink(entry) && !isOfKubelet);
  return leadsElsewhere
    ? unknown("unsupported", `a symbolic link on the way to ${path} may lead elsewhere in the container`, source)
    : undefined;
}

/** The path that kube-proxy takes its kubeconfig from, and what names it; absent where nothing does. */
type Named = { readonly path: string; readonly namedBy: string };

const ofKubeadm = { config: "/var/lib/kube-proxy/config.conf", kubeconfig: "/var/lib/kube-proxy/kubeconfig.conf" };

/** What kubeadm's configuration names, asked together with it. */
const askUsual = async ({ kubeconfig, stat }: View, config: string): Promise<void> => {
  if (config !== ofKubeadm.config) return;
  await Promise.all([kubeconfig(ofKubeadm.kubeconfig), stat(ofKubeadm.kubeconfig)]);
};

/** Asks ahead of time what a kube-proxy of kubeadm's is asked, whichever process that is; the answers are kept. */
export function askUsualKubeProxy(ask: Ask): Promise<unknown> {
  const { config, kubeconfig } = ofKubeadm;
  const root = `${processCalled("kube-proxy")}/root`;
  const above = stepsTo(config).slice(0, -1);
  const stats = [...above, `${above.at(-1)}/..data`, config, kubeconfig].map((path) => root + path);
  return askToKeep(
    ask,
    ...stats.map((argument) => ({ verb: "stat", argument }) as const),
    { verb: "read", argument: root + config },
    { verb: "kubeconfig", argument: root + kubeconfig },
  );
}

async function namedKubeconfig(view: View, flags: Flags): Promise<Observed<Named>> {
  const config = flags.text("config") || undefined;
  const byFlag = flags.text("kubeconfig") || undefined;
  if (config === undefined) {
    return byFlag === undefined
      ? absent(view.source)
      : present({ path: byFlag, namedBy: "--kubeconfig of kube-proxy" }, view.source);
  }
  // With --config all other settings of the command line are ignored (kube-proxy source, 1.36).
  // Asked in one turn; what a link on the way led to is dropped.
  const [hindered, read] = await Promise.all([
    detour(view, config),
    canAskFor(config) ? view.read(config) : absent(view.source),
    askUsual(view, config),
  ]);
  if (hindered !== undefined) return hindered;
  if (read.state === "unknown") return read;
  if (read.state === "absent") return unknown("unparseable", "the file of --config does not exist", read.source);
  const path = readAs(read.source, () => kubeconfigOfConfig(read.value));
  if (path.state === "unknown") return path;
  const namedBy = `clientConnection.kubeconfig in ${config} of kube-proxy`;
  return path.value === undefined ? absent(read.source) : present({ path: path.value, namedBy }, read.source);
}

async function kubeconfigOf(view: View, flags: Flags): Promise<Observed<KubeconfigFile>> {
  const named = await namedKubeconfig(view, flags);
  if (named.state !== "present") return named;
  const { path } = named.value;
  // Asked in one turn; what a link on the way led to is dropped.
  const [hindered, content] = await Promise.all([
    detour(view, path),
    canAskFor(path) ? view.kubeconfig(path) : absent(view.source),
  ]);
  if (hindered !== undefined) return hindered;
  return present({ ...named.value, isNamed: true, stat: await view.stat(path), content }, named.source);
}

/** What was seen without where, and without some of it: two processes may show the same. */
const comparable = (seen: unknown, ...without: readonly string[]): string =>
  JSON.stringify(seen, (key, value: unknown) => (key === "source" || without.includes(key) ? undefined : value));

/**
 * The kubeconfig that kube-proxy uses, as its own mount namespace shows it. Absent: kube-proxy does not run, or uses
 * none.
 */
export async function probeKubeProxyKubeconfig(
  ask: Ask,
  process: Observed<readonly Invocation[]>,
): Promise<Observed<KubeconfigFile>> {
  if (process.state !== "present") return process;
  const seen = await Promise.all(
    process.value.flatMap((call) => flagReadings(call).map((flags) => kubeconfigOf(viewOf(ask, call), flags))),
  );
  const [first, ...more] = seen;
  if (first === undefined) return absent(process.source);
  if (more.every((other) => comparable(other) === comparable(first))) return first;
  const several = unknown("unsupported", "kube-proxy's command lines name different kubeconfigs", process.source);
  const isOneFile = more.every((other) => comparable(other, "content") === comparable(first, "content"));
  return isOneFile && first.state === "present" ? present({ ...first.value, content: several }, first.source) : several;
}
