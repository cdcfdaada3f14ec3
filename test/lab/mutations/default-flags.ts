import { added, inManifest, replaced, set, without } from "./flag.ts";
import { type Changes, type Mutation, nothing, opens, unseen } from "./mutation.ts";

const allowsAll: Changes = { "V-242382": "open", "V-242390": "not_a_finding" };

/** Flags of a default control plane. */
export const flagMutations: readonly Mutation[] = [
  without("kube-apiserver", "client-ca-file", opens("V-242419")),
  // Without --anonymous-auth the API server lets nobody in anonymously where everything is allowed.
  set("kube-apiserver", "authorization-mode", "Node,AlwaysAllow", opens("V-242382"), allowsAll),
  set("kube-apiserver", "secure-port", "0", opens("V-242389")),
  set("kube-apiserver", "secure-port", "6444", opens("V-242410")),
  added("kube-apiserver", "--anonymous-auth=true", opens("V-242390"), nothing),
  added("kube-apiserver", "--basic-auth-file=/etc/users", opens("V-245542")),
  added("kube-apiserver", "--token-auth-file=/etc/tokens", opens("V-245543")),
  // A port that the site has not approved is the other finding.
  added("kube-apiserver", "--insecure-port=8080", opens("V-242386", "V-242410"), opens("V-242410")),
  added("kube-apiserver", "--insecure-bind-address=0.0.0.0", opens("V-242388"), nothing),
  added("kube-apiserver", "--feature-gates=AllAlpha=true", opens("V-242400")),
  without("kube-apiserver", "tls-cert-file", opens("V-242422")),
  without("kube-apiserver", "tls-private-key-file", opens("V-242422")),
  without("kube-apiserver", "etcd-cafile", opens("V-242429")),
  without("kube-apiserver", "etcd-certfile", opens("V-242430")),
  without("kube-apiserver", "etcd-keyfile", opens("V-242431")),
  without("kube-apiserver", "kubelet-client-certificate", opens("V-245544")),
  without("kube-apiserver", "kubelet-client-key", opens("V-245544")),
  added("kube-apiserver", "--disable-admission-plugins=PodSecurity", opens("V-254801")),
  added("kube-apiserver", "--disable-admission-plugins=ValidatingAdmissionWebhook", nothing, opens("V-242436")),
  set("kube-controller-manager", "use-service-account-credentials", "false", opens("V-242381")),
  set("kube-controller-manager", "bind-address", "0.0.0.0", opens("V-242385", "V-242412")),
  without("kube-controller-manager", "root-ca-file", opens("V-242421")),
  set("kube-scheduler", "bind-address", "::1", opens("V-242384"), nothing),
  set("etcd", "listen-metrics-urls", "http://0.0.0.0:2381", opens("V-242413")),
  without("etcd", "trusted-ca-file", nothing),
  without("etcd", "cert-file", opens("V-242428")),
  without("etcd", "key-file", opens("V-242427")),
  without("etcd", "peer-cert-file", opens("V-242432")),
  without("etcd", "peer-key-file", opens("V-242433")),
  // With --trusted-ca-file etcd asks for certificates all the same.
  set("etcd", "client-cert-auth", "false", opens("V-242423"), nothing),
  set("etcd", "peer-client-cert-auth", "false", opens("V-242426"), nothing),

  // How flags are read.
  replaced(
    "kube-apiserver",
    "secure-port",
    ["--secure-port=6443", "--authorization-mode=AlwaysAllow"],
    opens("V-242382"),
    allowsAll,
  ),
  replaced(
    "kube-apiserver",
    "authorization-mode",
    ["--authorization-mode", "AlwaysAllow"],
    opens("V-242382"),
    allowsAll,
  ),
  replaced("kube-apiserver", "client-ca-file", ["--client_ca_file=/etc/kubernetes/pki/ca.crt"], nothing),
  replaced("etcd", "client-cert-auth", ["--client-cert-auth"], nothing),
  // The last one counts.
  added("kube-controller-manager", "--use-service-account-credentials=false", nothing),
  inManifest("kube-apiserver", "a flag in a comment", "s|- --client-ca-file|# - --client-ca-file|", opens("V-242419")),
  inManifest(
    "kube-controller-manager",
    "a value that the pod's fields give",
    "s|- --bind-address=.*|- --bind-address=$(POD_IP)|",
    unseen("V-242385"),
  ),

  // Releases for which the texts say something else.
  {
    ...inManifest(
      "kube-apiserver",
      "of release 1.24",
      "s/:v1.36.2/:v1.24.17/",
      opens("V-242399", "V-242436", "V-254801"),
    ),
    effective: { "V-242399": "not_a_finding" },
  },
];
