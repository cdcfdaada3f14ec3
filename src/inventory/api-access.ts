import type { Mistake } from "../yaml-file/yaml-file-error.ts";
import type { YamlSource } from "../yaml-file/yaml-source.ts";
import type { ApiAccess } from "./inventory.ts";
import { absolutePath, type PathBase } from "./paths.ts";
import type { WrittenInventory } from "./schema.ts";

/** How the API server is reached; nothing where the inventory names none. */
export function apiAccess(written: WrittenInventory, base: PathBase): { readonly api?: ApiAccess } {
  const { kubeconfig, context, api = {} } = written;
  if (api.inCluster === true) return { api: { inCluster: true } };
  if (kubeconfig === undefined) return {};
  return {
    api: {
      kubeconfig: absolutePath(kubeconfig, base),
      ...(context === undefined ? {} : { context }),
      ...(api.insecureSkipTLSVerify === true ? { insecureSkipTLSVerify: true as const } : {}),
    },
  };
}

/** Keys that do not go together. */
export function apiMistakes(written: WrittenInventory, source: YamlSource): readonly Mistake[] {
  const { kubeconfig, context, api = {} } = written;
  const mistakes: Mistake[] = [];
  if (kubeconfig !== undefined && api.inCluster === true) {
    mistakes.push({
      sentence: '"inCluster" and "kubeconfig" are two ways to one API server: give one',
      at: source.keyAt(["api", "inCluster"]),
    });
  }
  if (kubeconfig !== undefined) return mistakes;
  if (context !== undefined) {
    mistakes.push({ sentence: '"context" needs a "kubeconfig" to be in', at: source.keyAt(["context"]) });
  }
  if (api.insecureSkipTLSVerify === true) {
    mistakes.push({
      sentence: '"insecureSkipTLSVerify" needs a "kubeconfig": a pod is always given the authority to verify with',
      at: source.keyAt(["api", "insecureSkipTLSVerify"]),
    });
  }
  return mistakes;
}
