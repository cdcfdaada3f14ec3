import { defineNodeRule } from "../define-rule.ts";
import { allComponents, kubernetesComponents } from "../fixes/change.ts";
import { kubeletTls } from "../kit/guidance/tls/tls-kubelet.ts";
import { componentTls, etcdTls } from "../kit/guidance/tls/tls-servers.ts";

export const rule = defineNodeRule({
  id: "tls-protocol-and-ciphers",
  roles: ["control-plane", "worker", "etcd"],
  literal: [...kubernetesComponents.map(componentTls), ...etcdTls, kubeletTls],
  expected:
    "kube-apiserver, kube-controller-manager, kube-scheduler, etcd and kubelet offer TLS 1.2 or newer, and no cipher " +
    "suite that Go calls insecure",
  errata: [
    "Unset, every release accepts TLS 1.2 and newer; the STIG (V-242376 to V-242378, V-242418) wants the flags all the same.",
    "Without a list of cipher suites Go chooses: since Kubernetes 1.32 and etcd 3.6 (Go 1.23) nothing insecure, before " +
      "that 3DES for servers with RSA keys, which is Not Reviewed.",
  ],
  changes: [...allComponents.map((component) => `flag of ${component}` as const), "kubelet setting"],
  check:
    "Look for --tls-min-version and --tls-cipher-suites in the command lines of the running kube-apiserver, " +
    "kube-controller-manager and kube-scheduler, for --tls-min-version and --cipher-suites of etcd (flag, ETCD_ variable " +
    "or configuration file), and for tlsMinVersion and tlsCipherSuites of the kubelet (or its flags). Which suites are " +
    "insecure kube-apiserver --help says. With TLS 1.3 as the minimum the list does not count. What Ingresses and " +
    "Gateways offer is not looked at.",
  fix:
    "Take --tls-min-version=VersionTLS10 or VersionTLS11 away (etcd: leave TLS1.2), and the suites that are insecure out " +
    "of the lists: ECDHE with AES-GCM or CHACHA20 is enough. Change one control-plane node after the other, and the " +
    "kubelet's configuration on each node.",
});
