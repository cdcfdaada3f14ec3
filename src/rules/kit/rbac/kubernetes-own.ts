import type { Grant } from "./grants.ts";

/**
 * Controllers with other rights that lead to others than those to Secrets, which `builtin` knows
 * (kubernetes/plugin/pkg/auth/authorizer/rbac/bootstrappolicy).
 */
const otherControllers = ["certificate-controller", "horizontal-pod-autoscaler"].map(
  (name) => `ServiceAccount:kube-system/${name} system:controller:${name}`,
);

/** What kubeadm, K3s and RKE2 bind: the binding, its bootstrap ClusterRole, and the only subject. */
const installed: readonly (readonly [binding: string, role: string, subject: string])[] = [
  // kubernetes/cmd/kubeadm/app/phases: the API server's own client certificate.
  ["kubeadm:apiserver-kubelet-client", "system:kubelet-api-admin", "User:kube-apiserver-kubelet-client"],
  // Since 1.29 the group of admin.conf.
  ["kubeadm:cluster-admins", "cluster-admin", "Group:kubeadm:cluster-admins"],
  [
    "kubeadm:node-autoapprove-bootstrap",
    "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
    "Group:system:bootstrappers:kubeadm:default-node-token",
  ],
  [
    "kubeadm:node-autoapprove-certificate-rotation",
    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
    "Group:system:nodes",
  ],
  // k3s-io/k3s, manifests/rolebindings.yaml.
  ["kube-apiserver-kubelet-admin", "system:kubelet-api-admin", "User:kube-apiserver"],
];

const isInstalled = ({ binding, role, subject, scope }: Grant): boolean =>
  scope === "cluster" &&
  role.bootstrap &&
  installed.some((one) => one[0] === binding.name && one[1] === role.name && one[2] === subject);

/**
 * Whether Kubernetes makes a grant for its own components or administrators, or what installs it does. A label alone
 * proves nothing: binding, role and subject have to be those that belong together.
 */
export const isOfKubernetes = (grant: Grant): boolean => {
  const { builtin, binding, role, subject } = grant;
  // Its members may do everything without any binding.
  if (builtin || subject === "Group:system:masters") return true;
  const isController = otherControllers.includes(`${subject} ${role.name}`) && binding.bootstrap && role.bootstrap;
  return isController || isInstalled(grant);
};
