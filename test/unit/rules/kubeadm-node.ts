import { namedByText } from "../../../src/evidence/files.ts";
import { type FactsGiven, file, here, named, nothing } from "../../support/facts.ts";

// What kubeadm 1.36.2 leaves on its nodes, as recorded in ../shared/fixtures/kubeadm-1.36/pods: modes, owners (root's
// throughout), config.yaml and the command lines of the kubelet and of etcd.
export const kubeletConfig = {
  "authentication.anonymous.enabled": false,
  "authentication.webhook.cacheTTL": "0s",
  "authentication.webhook.enabled": true,
  "authentication.x509.clientCAFile": "/etc/kubernetes/pki/ca.crt",
  "authorization.mode": "Webhook",
  "authorization.webhook.cacheAuthorizedTTL": "0s",
  rotateCertificates: true,
  staticPodPath: "/etc/kubernetes/manifests",
  streamingConnectionIdleTimeout: "0s",
};
export const kubeletFlags = [
  "--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf",
  "--kubeconfig=/etc/kubernetes/kubelet.conf",
  "--config=/var/lib/kubelet/config.yaml",
];
export const pki = "/etc/kubernetes/pki";
export const kubeconfigs = ["admin.conf", "scheduler.conf", "controller-manager.conf", "super-admin.conf"];
export const dropIn = "/usr/lib/systemd/system/kubelet.service.d/10-kubeadm.conf";
export const byText = (path: string, mode: number | undefined) =>
  named(path, namedByText, mode === undefined ? nothing : here(file(path, mode)));

/** What every node of kubeadm's has. */
export const everyNode: FactsGiven = {
  "stat.kubelet-config": here([
    byText("/var/lib/kubelet/config.yaml", 0o644),
    named("/var/lib/kubelet/config.yaml", "--config of the kubelet", here(file("/var/lib/kubelet/config.yaml", 0o644))),
  ]),
  "stat.kubelet-kubeconfig": here([
    byText("/etc/kubernetes/kubelet.conf", 0o600),
    named(
      "/etc/kubernetes/kubelet.conf",
      "--kubeconfig of the kubelet",
      here(file("/etc/kubernetes/kubelet.conf", 0o600)),
    ),
  ]),
  "stat.kubelet-client-ca": here(
    named(`${pki}/ca.crt`, "authentication.x509.clientCAFile", here(file(`${pki}/ca.crt`, 0o644))),
  ),
  "stat.kubeadm-dropin": here([named(dropIn, "DropInPaths of the kubelet's unit", here(file(dropIn, 0o644)))]),
  kubeconfigs: here({ files: [], homes: [], unseen: [] }),
  "stat.flag-files": here({ "/var/lib/kubelet/pki/kubelet-server-current.pem": nothing }),
  "node.kubeadm": here(["/var/lib/kubelet/kubeadm-flags.env"]),
};
