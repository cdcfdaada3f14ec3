import type { NodeFact } from "./node.ts";
import type { ClusterRuleFact } from "./run.ts";

const manifest = (component: string): string => `the containers of ${component} in the static pod manifests`;
const process = (component: string): string => `the command line of the running ${component}, /proc/PID/cmdline`;
const named = (flag: string): string => `the file that kube-apiserver's --${flag} names`;

/** How each fact is read on a node, or what it is concluded from, in words. */
export const howRead: Readonly<Record<NodeFact | ClusterRuleFact, string>> = {
  "stat.manifests": "list the static pod directories (/etc/kubernetes/manifests and the kubelet's staticPodPath)",
  "manifest.kube-apiserver": manifest("kube-apiserver"),
  "manifest.kube-controller-manager": manifest("kube-controller-manager"),
  "manifest.kube-scheduler": manifest("kube-scheduler"),
  "manifest.etcd": manifest("etcd"),
  "static-pods": "all containers in the static pod manifests",
  "process.kube-apiserver": process("kube-apiserver"),
  "process.kube-controller-manager": process("kube-controller-manager"),
  "process.kube-scheduler": process("kube-scheduler"),
  "process.etcd": `${process("etcd")}, and its ETCD_ variables, /proc/PID/environ`,
  "process.kubelet": process("kubelet"),
  "process.kube-proxy": process("kube-proxy"),
  "kubelet.config": "the kubelet's configuration: the file of its --config and the drop-ins of its --config-dir",
  "kubelet.unit": "the kubelet's unit by systemctl show, and the text of its drop-ins and environment files",
  "stat.kubelet-config": "mode and owner of the kubelet's configuration file and drop-ins",
  "stat.kubelet-kubeconfig": "mode and owner of /etc/kubernetes/kubelet.conf and of the kubelet's --kubeconfig",
  "stat.kubeadm-dropin": "mode and owner of the kubelet's drop-ins named *kubeadm*.conf",
  "stat.cp-kubeconfigs":
    "mode and owner of admin.conf, scheduler.conf, controller-manager.conf and super-admin.conf in /etc/kubernetes, or of " +
    "what the components and the distribution have in their place",
  "stat.kubelet-client-ca": "mode and owner of the file of the kubelet's authentication.x509.clientCAFile",
  "stat.pki": "list /etc/kubernetes/pki, or what the distribution has in its place, everything below it included",
  "stat.etcd-data": "list the data directory of every etcd and a write-ahead log elsewhere, everything below included",
  "stat.flag-files": "type, mode and owner of the files that flags name; never what is in them",
  "content.audit-policy": named("audit-policy-file"),
  "content.encryption-config": `${named("encryption-provider-config")}, its keys removed on the node`,
  "content.admission-config": `${named("admission-control-config-file")}, and the plugins' files that it names`,
  "content.authorization-config": named("authorization-config"),
  "content.authentication-config": named("authentication-config"),
  "stat.kube-proxy-kubeconfig": "mode and owner of kube-proxy's kubeconfig, through /proc/PID/root",
  kubeconfigs:
    "the files of the flags --kubeconfig, --bootstrap-kubeconfig, --authentication-kubeconfig, --authorization-kubeconfig " +
    "and --*-webhook-config-file, kube-proxy's, *.conf in /etc/kubernetes, the distribution's, and those in .kube of every " +
    "home directory that /etc/passwd names: mode, owner, and without secret values what they hold",
  "certificates.kubelet-serving":
    "the certificates in kubelet-server-current.pem of the kubelet's --cert-dir, not its key",
  "stat.cloud-files":
    "mode and owner of azure.json, cloud.conf and cloud-config in /etc/kubernetes, of the files of --cloud-config, and of " +
    "credential files in .aws, .azure and .config/gcloud of every home directory that /etc/passwd names; they are not read",
  "keys.pki": "which files below /etc/kubernetes/pki hold a private key",
  "content.etcd-config": "the file that etcd's --config-file or ETCD_CONFIG_FILE names",
  certificates: "subject, issuer and expiry of the certificates that components name",
  "host.kubectl": "every kubectl on the PATH and in usual places: kubectl version --client -o json, run as nobody",
  "cluster.etcd-hosts": "the hosts of this audit whose etcd was seen",
  "host.sshd": "the units of SSH servers by systemctl show, and the SSH daemons among the processes",
  "ssh.transport": "how the audit's own SSH connection ended",
  "host.boot-id": "the boot id of the host, /proc/sys/kernel/random/boot_id",
  "node.kubeadm": "whether kubeadm made the node: the files that it leaves",
  "node.layout": "which distribution made the node: its programs, units and paths, /etc/os-release, the API's word",
  "node.role": "what the node is: its components and processes, the API's labels and taints, the inventory",
  "kubelet.configz":
    "what the kubelet itself says is in force, GET /api/v1/nodes/NODE/proxy/configz, where the inventory asks for that",
  "node.api": "the node as the API lists it, with the kubelet's version",
  "api.version": "the API server's release, GET /version",
  "api.nodes": "the nodes, GET /api/v1/nodes",
  "api.pods": "the pods of all namespaces, GET /api/v1/pods",
  "api.workloads":
    "Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs, CronJobs and ReplicationControllers of all namespaces",
  "api.pod-templates": "the PodTemplates of all namespaces, GET /api/v1/podtemplates",
  "api.persistent-volumes": "the PersistentVolumes, GET /api/v1/persistentvolumes: those that are paths on nodes",
  "api.discovery": "what the API serves, GET /api, /apis and every version of every group",
  "api.all-category":
    "the names of all objects of the category all (GET /api and /apis say which) in default, kube-public, kube-node-lease",
  "api.user-resources":
    "the names of ConfigMaps, ServiceAccounts, PersistentVolumeClaims, PodTemplates, Endpoints, EndpointSlices, Ingresses " +
    "and custom resources in default, kube-public, kube-node-lease; Secrets are not listed",
  "api.psp": "the PodSecurityPolicies, GET /apis/policy/v1beta1/podsecuritypolicies, where the API server serves them",
  "api.rbac": "the Roles, RoleBindings, ClusterRoles and ClusterRoleBindings of rbac.authorization.k8s.io/v1",
  "api.ingresses": "the Ingresses of all namespaces, GET /apis/networking.k8s.io/v1/ingresses",
  "api.network-policies": "the NetworkPolicies of all namespaces, GET /apis/networking.k8s.io/v1/networkpolicies",
  "api.plugin-policies":
    "the policies of Cilium (cilium.io/v2), of Calico (crd.projectcalico.org/v1) and for administrators " +
    "(policy.networking.k8s.io), where the API server serves them",
  "api.felix-configurations":
    "Calico's FelixConfigurations, GET /apis/crd.projectcalico.org/v1/felixconfigurations, where the API server serves them",
  "api.peer-authentications":
    "Istio's PeerAuthentications, GET /apis/security.istio.io/v1/peerauthentications, where the API server serves them",
  "api.network-settings":
    "of the ConfigMaps, GET /api/v1/configmaps, what cilium-config says of policies and encryption, and flannel's backend",
  "api.limit-ranges": "the LimitRanges of all namespaces, GET /api/v1/limitranges",
  "api.resource-quotas": "the ResourceQuotas of all namespaces, GET /api/v1/resourcequotas",
  "api.service-accounts": "the ServiceAccounts of all namespaces, GET /api/v1/serviceaccounts",
  "api.sensitive":
    "the ConfigMaps, GET /api/v1/configmaps, and the variables, commands, arguments and annotations of pods, workloads, " +
    "PodTemplates and Services: searched in memory, of what is found only the place is kept",
  "api.admission-webhooks":
    "the webhooks of the ValidatingWebhookConfigurations and MutatingWebhookConfigurations of admissionregistration.k8s.io/v1",
  "api.admission-policies":
    "the ValidatingAdmissionPolicies and their bindings, GET /apis/admissionregistration.k8s.io/v1, where the API server " +
    "serves them; not their expressions",
  "api.kyverno-policies":
    "the ClusterPolicies, Policies and PolicyExceptions of kyverno.io, where the API server serves them: rules on images",
  "api.cluster-image-policies":
    "the ClusterImagePolicies of policy.sigstore.dev, where the API server serves them; no keys",
  "api.kyverno-settings": "the ConfigMaps with resourceFilters, GET /api/v1/configmaps: what Kyverno leaves out",
  "api.runtime-classes": "the RuntimeClasses, GET /apis/node.k8s.io/v1/runtimeclasses",
  "api.configz":
    "what each kubelet says is in force, GET /api/v1/nodes/NODE/proxy/configz; asked for only where the inventory says so",
  "api.namespaces": "the namespaces with their labels, GET /api/v1/namespaces",
  "api.services":
    "the Services with their EndpointSlices, GET /api/v1/services and /apis/discovery.k8s.io/v1/endpointslices",
  "api.kube-proxy-pods": "the cluster's pods that run kube-proxy, GET /api/v1/pods",
  "node.collected-at": "when the node was read",
  "host.listeners":
    "the listening sockets, /proc/1/net/{tcp,tcp6,udp,udp6}, and the programs that hold them, /proc/PID/fd",
  "host.packet-filter":
    "the tables of nf_tables with a chain on the input hook, nft -j list table, the names of older tables and the node's own " +
    "addresses, /proc/1/net",
  "host.services": "of the services that run containers, keep, forward or watch logs: systemctl show",
  "host.engines": "as whom the container engine runs: the owner of its unit's main process, /proc/PID",
  "host.cni": "which plugins the network configurations in /etc/cni/net.d name",
  "host.journal":
    "Storage= and ForwardToSyslog= of journald.conf and its drop-ins, /var/log/journal, and whether /run/log/journal holds the journal",
  "host.security-modules":
    "AppArmor's and SELinux's directories in /sys with whether they are on and enforce, /sbin/apparmor_parser, " +
    "/etc/selinux/config",
  "host.container-labels":
    "how processes in the kubelet's containers are confined: /proc/PID/attr/current, without levels",
  "host.rsyslog":
    "where /etc/rsyslog.conf and /etc/rsyslog.d send messages, and which files they read; nothing else of them",
  "host.journal-upload": "URL= of journal-upload.conf and its drop-ins, and whether the server is verified",
  "host.seccomp-profiles": "the seccomp profiles below the kubelet's --root-dir, and whether they use SCMP_ACT_LOG",
  "api.node-pods": "the pods that the API has on this node, GET /api/v1/pods",
  "site.options": "what the site decided",
  "run.authorizers": "the authorizers of every API server of this audit: its command line and --authorization-config",
  "run.collected-at": "when the API server was read",
  "site.secret-access": "the site's list of approved access to Secrets",
  "site.ppsm": "the site's list of approved ports",
  "run.hosts": "what each host of this audit is, its kubectl, its sockets, its static pod manifests and its processes",
  "site.system-pods": "the site's list of pods that belong to the cluster",
  "site.support-table": "the site's table of supported releases, in place of plimsoll's own",
};
