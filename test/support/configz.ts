import type { KubeletInForce } from "../../src/evidence/kubelet-in-force.ts";
import { apiRecording } from "./recordings.ts";

type Configz = { readonly kubeletconfig: Readonly<Record<string, unknown>> };

/** What a kubelet of kubeadm 1.36 answered to /configz. */
export const recordedConfigz = apiRecording["/api/v1/nodes/w1/proxy/configz"] as Configz;

/** The same with other settings at the top; undefined takes one away. */
export const configzWith = (settings: Readonly<Record<string, unknown>>): Configz => ({
  kubeletconfig: { ...recordedConfigz.kubeletconfig, ...settings },
});

/** What a kubelet in good order says is in force. */
export const inForce = (more: Partial<KubeletInForce> = {}): KubeletInForce => ({
  "authentication.anonymous.enabled": false,
  "authentication.x509.clientCAFile": "/etc/kubernetes/pki/ca.crt",
  "authorization.mode": "Webhook",
  protectKernelDefaults: true,
  readOnlyPort: 0,
  seccompDefault: false,
  staticPodPath: "",
  staticPodURL: "",
  streamingConnectionIdleTimeout: "4h0m0s",
  ...more,
});
