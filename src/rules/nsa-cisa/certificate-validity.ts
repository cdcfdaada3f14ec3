import { defineNodeRule } from "../define-rule.ts";
import { certificatesAreValid } from "../kit/guidance/certificates/certificate-dates.ts";
import { kubeconfigCertificates } from "../kit/guidance/certificates/kubeconfig-certificates.ts";
import { kubeletCertificates } from "../kit/guidance/certificates/kubelet-certificates.ts";

export const rule = defineNodeRule({
  id: "certificate-validity",
  roles: ["control-plane", "worker", "etcd"],
  literal: [certificatesAreValid, kubeletCertificates, kubeconfigCertificates],
  expected:
    "every certificate of the node is valid now and for 30 days or more; the kubelet serves with one that it did not sign " +
    "itself",
  changes: ["kubelet setting"],
  check:
    "Run openssl x509 -noout -subject -issuer -dates on every certificate that flags and configuration files of " +
    "kube-apiserver, kube-controller-manager, kube-scheduler, etcd and kubelet name; of a bundle every one counts. Look " +
    "also at the client certificates of kubeconfigs (client-certificate-data, decoded by base64 -d), and in " +
    "/var/lib/kubelet/pki at kubelet-client-current.pem and kubelet-server-current.pem; kubeadm certs check-expiration " +
    "lists kubeadm's. The kubelet renews its client certificate with rotateCertificates: true, and lets the cluster sign " +
    "what it serves with by serverTLSBootstrap: true: such a one with less than 30 days is for a person.",
  fix:
    "Renew what has less than 30 days: kubeadm certs renew all on one control-plane node after the other, then restart " +
    "the static pods; a CA is another matter, and takes a plan of its own. Set rotateCertificates: true and " +
    "serverTLSBootstrap: true in the kubelet's configuration, and approve the certificate signing requests of the latter " +
    "(kubectl certificate approve, or a controller that does it).",
});
