import { isIPv6 } from "node:net";
import { fromFile } from "./credentials.ts";
import { readNamed } from "./key-material.ts";
import { KubeconfigError } from "./kubeconfig-error.ts";
import type { Environment } from "./proxy.ts";
import type { ApiTarget } from "./target.ts";

/** Where the kubelet puts a pod's service account. */
const mounted = "/var/run/secrets/kubernetes.io/serviceaccount";

/**
 * The API server of the pod that plimsoll runs in, with the pod's service account.
 * @throws KubeconfigError where this is no pod, or one without a service account.
 */
export function serviceAccount(environment: Environment, folder: string = mounted): ApiTarget {
  const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port } = environment;
  const origin = "inCluster";
  if (!host || !port) {
    throw new KubeconfigError(
      `${origin}: KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT are not set: this is no pod`,
    );
  }
  return {
    origin,
    server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    ca: readNamed(`${folder}/ca.crt`, "certificate authority", origin),
    skipsVerification: false,
    credentials: fromFile(`${folder}/token`, origin),
  };
}
