import type { Walk } from "../../evidence/files.ts";
import { entriesSeen, type Observed, type Unknown, unknown } from "../../evidence/observed.ts";
import type { HostProcess } from "../../evidence/processes.ts";
import { directoryPath } from "../../evidence/trailing-slashes.ts";
import { type Ask, canAskFor } from "../ask.ts";
import { componentOf } from "../parse/component-command.ts";
import type { KubeletSeen } from "./kubelet.ts";
import { lookingAs, onHost } from "./process-view.ts";
import { componentProcesses } from "./processes.ts";
import { joinStaticPods, manifestDirectories, probeStaticPodDirectory, type StaticPods } from "./static-pods.ts";

const textManifests = "/etc/kubernetes/manifests";

/** The directory that the check texts name, asked for ahead of time. */
export const probeTextManifests = (ask: Ask): Promise<StaticPods> =>
  probeStaticPodDirectory(ask, textManifests, onHost);

/** A kubelet that ended leaves its pods running, and nothing shows any more where it took them from. */
function withoutKubelet(kubelet: KubeletSeen, processes: Observed<readonly HostProcess[]>): Unknown | undefined {
  const process = kubelet.facts["process.kubelet"];
  const left = entriesSeen(processes).find(
    (one) => one.hostNetwork && one.cgroup.includes("kubepods") && componentOf(one.argv) !== undefined,
  );
  if (process.state !== "absent" || left === undefined) return undefined;
  return unknown("not-collected", `no kubelet runs, but a pod of ${componentOf(left.argv)}`, process.source);
}

/** Which directories the kubelet reads, as far as that matters to what its static pods are. */
function unseenDirectory(kubelet: KubeletSeen, processes: Observed<readonly HostProcess[]>): Unknown | undefined {
  const named = kubelet.staticPodDirectories;
  const gone = withoutKubelet(kubelet, processes);
  if (gone !== undefined) return gone;
  if (named.state === "present") {
    const relative = named.value.find((path) => !canAskFor(path));
    const message = `the kubelet takes static pods from ${relative}, which is no absolute path in one line`;
    return relative === undefined ? undefined : unknown("unsupported", message, named.source);
  }
  // Where another program holds the kubelet it holds the components, too: no manifest starts them.
  const isEmbedded =
    kubelet.facts["process.kubelet"].state === "unknown" && componentProcesses(processes, "kubelet").state === "absent";
  return named.state === "unknown" && !isEmbedded ? named : undefined;
}

/** All static pods: of the text's directory, of those that the kubelet names, and of the distribution's own. */
export async function probeStaticPods(
  ask: Ask,
  kubelet: KubeletSeen,
  processes: Observed<readonly HostProcess[]>,
  usual: readonly string[],
): Promise<StaticPods> {
  const lookAs = lookingAs(ask, entriesSeen(kubelet.facts["process.kubelet"])[0]);
  const named = new Set(entriesSeen(kubelet.staticPodDirectories).map(directoryPath));
  const directories = [...new Set([textManifests, ...named, ...usual])].filter(canAskFor);
  const parts = await Promise.all(
    directories.map((path) => probeStaticPodDirectory(ask, path, named.has(path) ? lookAs : onHost)),
  );
  return joinStaticPods(parts, unseenDirectory(kubelet, processes));
}

/** The static-pod directories that exist; nothing is known of them while it is not seen which ones the kubelet reads. */
export function staticPodDirectories(pods: StaticPods, kubelet: KubeletSeen): Observed<readonly Walk[]> {
  const directories = manifestDirectories(pods);
  const named = kubelet.staticPodDirectories;
  const unseen = named.state === "unknown" ? named : pods.unseen;
  // Manifests in the text's directory show where pods come from whose kubelet ended.
  const isShown = kubelet.facts["process.kubelet"].state === "absent" && directories.state === "present";
  if (directories.state === "unknown" || unseen === undefined || isShown) return directories;
  const source = { ...directories.source, request: "the kubelet's directory of static pods" };
  const message = `which directory the kubelet takes static pods from was not seen: ${unseen.message}`;
  return unknown(unseen.reason, message, source);
}
