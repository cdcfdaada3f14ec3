/** The control-plane components of Kubernetes itself. */
export const kubernetesComponents = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"] as const;
/** The same and etcd: the components whose flags rules ask for. */
export const allComponents = [...kubernetesComponents, "etcd"] as const;
export type FlaggedComponent = (typeof allComponents)[number];

/** What has to be changed on a cluster to fix a finding. How it is changed depends on the distribution. */
export type Change =
  | `flag of ${FlaggedComponent}`
  | "kubelet setting"
  | "kubelet flag"
  | `mode or owner of ${"manifests" | "PKI files" | "kubeconfigs" | "kubelet files" | "etcd data"}`
  | "kubectl"
  | "SSH server";

/** How each change is made on one distribution. What is not known is left out. */
export type DistributionFixes = {
  readonly fixes: Readonly<Partial<Record<Change, string>>>;
};

/** One sentence for the flags of each of these components. */
export const flagsOf = (
  components: readonly FlaggedComponent[],
  sentence: (component: FlaggedComponent) => string,
): DistributionFixes["fixes"] =>
  Object.fromEntries(components.map((component) => [`flag of ${component}`, sentence(component)]));

/** Where files of each kind are whose mode or owner an operator changes by hand. */
export const filesBelow = (
  places: Readonly<Partial<Record<"manifests" | "PKI files" | "kubeconfigs" | "kubelet files", string>>>,
): DistributionFixes["fixes"] =>
  Object.fromEntries(
    Object.entries(places).map(([kind, place]) => [
      `mode or owner of ${kind}`,
      `Run chmod or chown on ${place}; nothing has to be restarted.`,
    ]),
  );
