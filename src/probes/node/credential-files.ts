import type { KubeconfigFile } from "../../evidence/kubeconfigs.ts";
import type { CollectedFacts } from "../../evidence/node.ts";
import { absent, type Observed, present, type Source } from "../../evidence/observed.ts";
import type { ComponentName, Invocation } from "../../evidence/processes.ts";
import type { Ask } from "../ask.ts";
import { probeCloudFiles } from "./cloud-files.ts";
import { probeCredentials } from "./credentials.ts";
import type { Running } from "./embedded.ts";
import { probeKubeconfigs, probePlaced, type SeenComponent } from "./kubeconfigs.ts";
import type { LayoutSeen } from "./layout.ts";

/** Asked ahead of time: what is in the usual places is looked into whatever else the node shows. */
export const askUsualKubeconfigs = async (ask: Ask): Promise<unknown> => probePlaced(ask, await probeCredentials(ask));

const inManifests = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;

/** Kubeconfigs and files of clouds: those that components name, and those in places where people keep them. */
export async function probeCredentialFiles(
  ask: Ask,
  manifest: (component: ComponentName) => Observed<readonly Invocation[]>,
  running: Running,
  { layout, kubeProxy }: { readonly layout: LayoutSeen; readonly kubeProxy: Promise<Observed<KubeconfigFile>> },
  source: Source,
): Promise<Pick<CollectedFacts, "kubeconfigs" | "stat.cloud-files" | "stat.kube-proxy-kubeconfig">> {
  const components: readonly SeenComponent[] = [
    { component: "kubelet", manifest: absent(source), process: running("kubelet") },
    ...inManifests.map((name) => ({ component: name, manifest: manifest(name), process: running(name) })),
  ];
  const places = await probeCredentials(ask);
  const [kubeconfigs, cloudFiles, ofKubeProxy] = await Promise.all([
    probeKubeconfigs(ask, { components, kubeProxy, places, layout }, source),
    probeCloudFiles(ask, components, places, source),
    kubeProxy,
  ]);
  return { kubeconfigs, "stat.cloud-files": cloudFiles, "stat.kube-proxy-kubeconfig": statOf(ofKubeProxy) };
}

/** The same file without what it holds. */
function statOf(kubeProxy: Observed<KubeconfigFile>): CollectedFacts["stat.kube-proxy-kubeconfig"] {
  if (kubeProxy.state !== "present") return kubeProxy;
  const { path, namedBy, stat } = kubeProxy.value;
  return present({ path, namedBy, stat }, kubeProxy.source);
}
