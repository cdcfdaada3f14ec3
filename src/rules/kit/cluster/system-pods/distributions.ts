import { known, type PatternFamily } from "./pattern.ts";

const daemonSet = known("DaemonSet");
const deployment = known("Deployment");
const workload = known("DaemonSet", "Deployment", "StatefulSet");
const daemonSetOrDeployment = known("DaemonSet", "Deployment");
// An add-on manager's own mark, which it puts on what it made.
const addonManager = "addonmanager.kubernetes.io/mode=Reconcile addonmanager.kubernetes.io/mode=EnsureExists";

const rke2Charts =
  "rke2-coredns-* rke2-canal rke2-calico* rke2-flannel rke2-cilium* rke2-multus* rke2-metrics-server* " +
  "rke2-ingress-nginx-controller rke2-ingress-nginx-defaultbackend rke2-traefik* rke2-snapshot-controller* " +
  "rke2-runtimeclasses* rke2-security-responder*";
const aksWorkloads =
  "ama-logs* ama-metrics* azure-* cloud-node-manager* coredns* csi-azure* csi-blob* konnectivity-agent* kube-proxy* " +
  "metrics-server* microsoft-defender* retina-agent* extension-* aks-*";
const gkeWorkloads =
  "event-exporter* fluentbit-gke* gke-metadata-server gke-metrics-agent* ip-masq-agent konnectivity-agent* kube-dns* " +
  "l7-default-backend maintenance-handler metadata-proxy* metrics-server* netd node-local-dns nvidia-gpu-device-plugin* " +
  "pdcsi-node* antrea* anetd* filestore-node* gcsfusecsi-node*";

/** What distributions and providers put into kube-system themselves. */
export const ofDistributions: readonly PatternFamily[] = [
  { of: "kOps", patterns: [daemonSetOrDeployment("dns-controller kops-controller", "k8s-app={name}")] },
  {
    of: "RKE2",
    patterns: [
      workload(rke2Charts, "helm.cattle.io/chart=* helm.sh/chart=rke2-* app.kubernetes.io/managed-by=Helm"),
      known("Job")("helm-install-rke2-*", "helmcharts.helm.cattle.io/chart=rke2-*"),
    ],
  },
  {
    of: "K3s",
    patterns: [
      deployment("local-path-provisioner", "app={name}"),
      deployment("traefik", "app.kubernetes.io/name={name}"),
      daemonSet("svclb-*", "svccontroller.k3s.cattle.io/svcname=*"),
      known("Job")("helm-install-*", "helmcharts.helm.cattle.io/chart=*"),
    ],
  },
  {
    of: "MicroK8s and Canonical Kubernetes",
    patterns: [
      deployment("hostpath-provisioner", "k8s-app={name}"),
      workload("ck-storage-rawfile-csi-*", "app.kubernetes.io/name=rawfile-csi"),
    ],
  },
  { of: "Kubespray", patterns: [daemonSet("local-volume-provisioner", "k8s-app={name}")] },
  { of: "minikube", patterns: [known("Pod")("storage-provisioner", "addonmanager.kubernetes.io/mode=Reconcile")] },
  {
    of: "EKS",
    patterns: [
      daemonSet("aws-node", "k8s-app={name}"),
      deployment("coredns", "eks.amazonaws.com/component=coredns"),
      workload("ebs-csi-* efs-csi-*", "app.kubernetes.io/name=aws-*-csi-driver"),
      daemonSet("eks-pod-identity-agent eks-node-monitoring-agent", "app.kubernetes.io/name={name}"),
    ],
  },
  {
    of: "AKS",
    patterns: [workload(aksWorkloads, `kubernetes.azure.com/managedby=aks ${addonManager}`)],
  },
  {
    of: "GKE",
    patterns: [workload(gkeWorkloads, `${addonManager} k8s-app={name} k8s-app=event-exporter k8s-app=kube-dns`)],
  },
];
