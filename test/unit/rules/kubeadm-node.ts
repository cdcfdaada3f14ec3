import { namedByText } from "../../../src/evidence/files.ts";
import { rule as V242387 } from "../../../src/rules/stig/V-242387-kubelet-read-only-port.ts";
import { rule as V242391 } from "../../../src/rules/stig/V-242391-kubelet-anonymous-auth.ts";
import { rule as V242392 } from "../../../src/rules/stig/V-242392-kubelet-authorization-mode.ts";
import { rule as V242393 } from "../../../src/rules/stig/V-242393-worker-ssh-service-running.ts";
import { rule as V242394 } from "../../../src/rules/stig/V-242394-worker-ssh-service-enabled.ts";
import { rule as V242397 } from "../../../src/rules/stig/V-242397-kubelet-static-pod-path.ts";
import { rule as V242404 } from "../../../src/rules/stig/V-242404-kubelet-hostname-override.ts";
import { rule as V242405 } from "../../../src/rules/stig/V-242405-manifests-owner.ts";
import { rule as V242406 } from "../../../src/rules/stig/V-242406-kubelet-config-files-owner.ts";
import { rule as V242407 } from "../../../src/rules/stig/V-242407-kubelet-config-files-mode.ts";
import { rule as V242408 } from "../../../src/rules/stig/V-242408-manifests-mode.ts";
import { rule as V242420 } from "../../../src/rules/stig/V-242420-kubelet-client-ca-file.ts";
import { rule as V242424 } from "../../../src/rules/stig/V-242424-kubelet-tls-private-key-file.ts";
import { rule as V242425 } from "../../../src/rules/stig/V-242425-kubelet-tls-cert-file.ts";
import { rule as V242434 } from "../../../src/rules/stig/V-242434-kubelet-protect-kernel-defaults.ts";
import { rule as V242444 } from "../../../src/rules/stig/V-242444-component-manifests-owner.ts";
import { rule as V242445 } from "../../../src/rules/stig/V-242445-etcd-data-owner.ts";
import { rule as V242446 } from "../../../src/rules/stig/V-242446-control-plane-kubeconfigs-owner.ts";
import { rule as V242449 } from "../../../src/rules/stig/V-242449-kubelet-client-ca-mode.ts";
import { rule as V242450 } from "../../../src/rules/stig/V-242450-kubelet-client-ca-owner.ts";
import { rule as V242451 } from "../../../src/rules/stig/V-242451-pki-owner.ts";
import { rule as V242452 } from "../../../src/rules/stig/V-242452-kubelet-kubeconfig-mode.ts";
import { rule as V242453 } from "../../../src/rules/stig/V-242453-kubelet-kubeconfig-owner.ts";
import { rule as V242454 } from "../../../src/rules/stig/V-242454-kubeadm-drop-in-owner.ts";
import { rule as V242455 } from "../../../src/rules/stig/V-242455-kubeadm-drop-in-mode.ts";
import { rule as V242456 } from "../../../src/rules/stig/V-242456-kubelet-config-mode.ts";
import { rule as V242457 } from "../../../src/rules/stig/V-242457-kubelet-config-owner.ts";
import { rule as V242459 } from "../../../src/rules/stig/V-242459-etcd-data-mode.ts";
import { rule as V242460 } from "../../../src/rules/stig/V-242460-control-plane-kubeconfigs-mode.ts";
import { rule as V242466 } from "../../../src/rules/stig/V-242466-pki-certificates-mode.ts";
import { rule as V242467 } from "../../../src/rules/stig/V-242467-pki-keys-mode.ts";
import { rule as V245541 } from "../../../src/rules/stig/V-245541-kubelet-streaming-timeout.ts";
import { type FactsGiven, file, here, named, nothing } from "../../support/facts.ts";

export const rules = [
  V242387,
  V242391,
  V242392,
  V242393,
  V242394,
  V242397,
  V242404,
  V242405,
  V242406,
  V242407,
  V242408,
  V242420,
  V242424,
  V242425,
  V242434,
  V242444,
  V242445,
  V242446,
  V242449,
  V242450,
  V242451,
  V242452,
  V242453,
  V242454,
  V242455,
  V242456,
  V242457,
  V242459,
  V242460,
  V242466,
  V242467,
  V245541,
];

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
  "stat.flag-files": here({ "/var/lib/kubelet/pki/kubelet-server-current.pem": nothing }),
  "node.kubeadm": here(["/var/lib/kubelet/kubeadm-flags.env"]),
};
