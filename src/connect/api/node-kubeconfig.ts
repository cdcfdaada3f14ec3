import { KubeconfigError } from "./kubeconfig-error.ts";
import type { ChosenContext } from "./kubeconfig-target.ts";

/**
 * Refuses what a kubeconfig of a node says beyond itself. Whoever may write it would otherwise start programs on the
 * auditor's machine, or have its files sent to a server of their choice; and the files that it means are the node's.
 * @throws KubeconfigError
 */
export function requireSelfContained({ cluster, user }: ChosenContext, origin: string): void {
  const named = [
    ["exec", user.exec],
    ["auth-provider", user.authProvider],
    ["tokenFile", user.tokenFile],
    ["client-certificate", user.certFile],
    ["client-key", user.keyFile],
    ["certificate-authority", cluster.caFile],
  ].find(([, value]) => Boolean(value));
  if (named === undefined) return;
  const why = "of a kubeconfig on a node only what is in the file itself is used, no other file and no program";
  throw new KubeconfigError(`${origin}: ${named[0]} is not supported: ${why}`);
}
