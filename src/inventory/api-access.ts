import { shown } from "../yaml-file/shown.ts";
import type { Mistake } from "../yaml-file/yaml-file-error.ts";
import type { YamlSource } from "../yaml-file/yaml-source.ts";
import type { ApiAccess, Host } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import type { WrittenInventory } from "./schema.ts";

/** How the API server is reached, and what it is asked besides; nothing where the inventory names none. */
export function apiAccess(written: WrittenInventory, base: PathBase): { readonly api?: ApiAccess } {
  const { kubeconfig, context, api = {} } = written;
  const { via, kubeconfigOnNode } = api;
  const besides = api.kubeletConfigz === true ? { kubeletConfigz: true as const } : {};
  if (api.inCluster === true) return { api: { inCluster: true, ...besides } };
  const settings = {
    ...besides,
    ...(context === undefined ? {} : { context }),
    ...(api.insecureSkipTLSVerify === true ? { insecureSkipTLSVerify: true as const } : {}),
  };
  if (kubeconfigOnNode !== undefined && via !== undefined) return { api: { kubeconfigOnNode, via, ...settings } };
  if (kubeconfig === undefined) return {};
  const throughHost = via === undefined ? {} : { via };
  return { api: { kubeconfig: absolutePath(kubeconfig, base), ...throughHost, ...settings } };
}

type WrittenApi = NonNullable<WrittenInventory["api"]>;
type ApiKey = keyof WrittenApi;

/** Keys that do not go together. */
export function apiMistakes(written: WrittenInventory, source: YamlSource): readonly Mistake[] {
  const { context, api = {} } = written;
  const wrong = refusals(written, api).map(({ key, sentence }) => ({ sentence, at: source.keyAt(["api", key]) }));
  const mistakes: Mistake[] = [...wrong];
  if (context !== undefined && !hasKubeconfig(written)) {
    mistakes.push({ sentence: '"context" needs a "kubeconfig" to be in', at: source.keyAt(["context"]) });
  }
  return mistakes;
}

/** A way to the API server that leads through nobody, or through a host that will not give its kubeconfig. */
export function viaMistakes({ api }: WrittenInventory, hosts: readonly Host[], source: YamlSource): readonly Mistake[] {
  const via = api?.via;
  const host = hosts.find(({ name }) => name === via);
  if (via === undefined || (host !== undefined && host.ssh.reader === "sent")) return [];
  if (host === undefined) {
    const sentence = `"via" must name a host of this inventory, and ${shown(via)} is none`;
    return [{ sentence, at: source.valueAt(["api", "via"]) }];
  }
  if (api?.kubeconfigOnNode === undefined) return [];
  const sentence = `"kubeconfigOnNode" is read in a shell, and ${shown(via)} with "reader: installed" gives none`;
  return [{ sentence, at: source.keyAt(["api", "kubeconfigOnNode"]) }];
}

const hasKubeconfig = ({ kubeconfig, api }: WrittenInventory): boolean =>
  kubeconfig !== undefined || api?.kubeconfigOnNode !== undefined;

type Refusal = { readonly key: ApiKey; readonly when: boolean; readonly sentence: string };

/** What is wrong with the keys of `api`, each by the key that is too much. */
function refusals(written: WrittenInventory, api: WrittenApi): readonly Refusal[] {
  const { kubeconfig } = written;
  const { via, kubeconfigOnNode: onNode } = api;
  const inPod = api.inCluster === true;
  const all: readonly Refusal[] = [
    {
      key: "kubeletConfigz",
      when: api.kubeletConfigz === true && !hasKubeconfig(written) && !inPod,
      sentence: '"kubeletConfigz" needs an API server to ask: give a "kubeconfig", "kubeconfigOnNode" or "inCluster"',
    },
    {
      key: "inCluster",
      when: kubeconfig !== undefined && inPod,
      sentence: '"inCluster" and "kubeconfig" are two ways to one API server: give one',
    },
    {
      key: "insecureSkipTLSVerify",
      when: api.insecureSkipTLSVerify === true && !hasKubeconfig(written),
      sentence: '"insecureSkipTLSVerify" needs a "kubeconfig": a pod is always given the authority to verify with',
    },
    {
      key: "kubeconfigOnNode",
      when: onNode !== undefined && (kubeconfig !== undefined || inPod),
      sentence: `"kubeconfigOnNode" and "${inPod ? "inCluster" : "kubeconfig"}" are two ways to one API server: give one`,
    },
    {
      key: "kubeconfigOnNode",
      when: onNode !== undefined && via === undefined,
      sentence: '"kubeconfigOnNode" needs "via": the host that the file is on',
    },
    {
      key: "via",
      when: via !== undefined && inPod && onNode === undefined,
      sentence: '"via" and "inCluster" are two ways to one API server: give one',
    },
    {
      key: "via",
      when: via !== undefined && !inPod && !hasKubeconfig(written),
      sentence: '"via" needs a "kubeconfig", or "kubeconfigOnNode" for one on that host',
    },
  ];
  return all.filter(({ when }) => when);
}
