import type { FileStat, Invocation, NamedFile, NodeFacts, Walk } from "../../evidence/node.ts";
import { namedByText } from "../../evidence/node.ts";
import { readFlags } from "../../evidence/go-flags.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { parseWalk } from "../parse/stat-lines.ts";
import { statNamed, statPath } from "./kubelet.ts";

/** /etc/kubernetes/pki with all below it, and its parent directory. */
export async function probePki(ask: Ask): Promise<Observed<NodeFacts["stat.pki"]>> {
  const root = "/etc/kubernetes/pki";
  const [parent, walk] = await Promise.all([
    statPath(ask, "/etc/kubernetes"),
    ask({ verb: "list", argument: root }, (payload) => parseWalk(payload, root)),
  ]);
  if (walk.state !== "present") return walk;
  if (parent.state !== "present") return parent;
  return present({ parent: parent.value, walk: walk.value }, walk.source);
}

const kubeconfigs = ["admin.conf", "scheduler.conf", "controller-manager.conf", "super-admin.conf"];

/** The kubeconfig files of the control plane. */
export const probeControlPlaneKubeconfigs = (ask: Ask): Promise<readonly NamedFile[]> =>
  Promise.all(kubeconfigs.map((name) => statNamed(ask, `/etc/kubernetes/${name}`, namedByText)));

/** The host path of a container path: by the longest hostPath mount above it. Undefined: the host does not show it. */
export function onHost(invocation: Pick<Invocation, "mounts">, path: string): string | undefined {
  const mount = invocation.mounts.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath.replace(/\/$/, "")}/`));
  return mount === undefined ? undefined : mount.hostPath.replace(/\/$/, "") + path.slice(mount.mountPath.replace(/\/$/, "").length);
}

/** etcd's data directory on the host: `--data-dir`, else ETCD_DATA_DIR. Undefined: neither is set, or not on the host. */
function etcdDataDirectory(invocation: Invocation): string | undefined {
  const named = readFlags(invocation, "go-flag").text("data-dir") ?? invocation.env["ETCD_DATA_DIR"];
  const path = named?.replace(/\/+$/, "");
  if (path === undefined || !canAskFor(path)) return undefined;
  return invocation.lines.length === 0 ? path : onHost(invocation, path);
}

/** Everything below etcd's data directory. Absent: no etcd on this node. */
export async function probeEtcdData(
  ask: Ask,
  manifest: Observed<readonly Invocation[]>,
  process: Observed<readonly Invocation[]>,
): Promise<Observed<Walk>> {
  const [configured] = manifest.state === "present" ? manifest.value : [];
  const [running] = process.state === "present" ? process.value : [];
  const directory = configured === undefined ? running && etcdDataDirectory(running) : etcdDataDirectory(configured);
  if (directory === undefined) {
    if (manifest.state === "unknown") return manifest;
    if (process.state === "unknown") return process;
    return configured ?? running ? unresolved(process.source) : absent(process.source);
  }
  return ask({ verb: "list", argument: directory }, (payload) => parseWalk(payload, directory));
}

const unresolved = (source: Source): Observed<never> => ({
  state: "unknown",
  reason: "unsupported",
  message: "etcd's data directory is not named by a flag, or is not a path of the host",
  source,
});

/** Absolute paths among a command line's flag values. */
const pathsIn = ({ argv }: Invocation): readonly string[] =>
  argv.flatMap((word, index) => {
    if (index === 0 || !word.startsWith("--")) return [];
    const value = word.includes("=") ? word.slice(word.indexOf("=") + 1) : (argv[index + 1] ?? "");
    return value.startsWith("/") ? [value] : [];
  });

/** The files that the flags of components name, and their directories, by host path. */
export async function probeFlagFiles(
  ask: Ask,
  manifests: readonly Observed<readonly Invocation[]>[],
  onTheHost: readonly Observed<readonly Invocation[]>[],
  more: readonly string[],
  source: Source,
): Promise<Observed<Readonly<Record<string, Observed<FileStat>>>>> {
  const found = (facts: readonly Observed<readonly Invocation[]>[]) =>
    facts.flatMap((fact) => (fact.state === "present" ? fact.value : []));
  const inContainers = found(manifests).flatMap((call) => pathsIn(call).flatMap((path) => onHost(call, path) ?? []));
  const direct = found(onTheHost).flatMap(pathsIn);
  const files = [...new Set([...inContainers, ...direct, ...more])].filter(canAskFor);
  const directories = files.map((path) => path.slice(0, path.lastIndexOf("/")) || "/");
  const paths = [...new Set([...files, ...directories])].sort();
  const stats = await Promise.all(paths.map((path) => statPath(ask, path)));
  return present(Object.fromEntries(stats.map((stat, index) => [paths[index], stat])), source);
}
