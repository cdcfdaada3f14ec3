import { type Mutation, manifests, unseen } from "./mutation.ts";

// By the flags of components, and by the files that flags name, whose places on the host the mounts of manifests tell.
const ofFlags = [
  ...["V-242384", "V-242385", "V-242386", "V-242399", "V-242410", "V-242411", "V-242412", "V-242413", "V-242422"],
  ...["V-242423", "V-242426", "V-242427", "V-242428", "V-242430", "V-242431", "V-242432", "V-242433", "V-242459"],
  ...["V-245544", "V-254801"],
];

/** What the kubelet's configuration decides; which directory it takes static pods from is not seen then, either. */
const ofKubelet: Pick<Mutation, "literal" | "effective"> = {
  literal: unseen("V-242387", "V-242391", "V-242397", "V-242398", "V-242408", "V-242444"),
  effective: unseen(
    ...["V-242387", "V-242391", "V-242392", "V-242397", "V-242405", "V-242408", "V-242420", "V-242424", "V-242425"],
    ...["V-242434", "V-242444", "V-242446", "V-242449"],
    ...["V-242450", "V-242451", "V-242460", "V-242466", "V-242467", "V-245541"],
  ),
};

/** Files that cannot be read or understood: of what they could hold nothing passes. */
export const unreadableMutations: readonly Mutation[] = [
  {
    // Whatever it is called, it may start any component.
    what: "a manifest that is no YAML",
    node: "cp1",
    files: [`${manifests}/kube-scheduler.yaml`],
    change: 'echo "a: [" >"$F"',
    literal: unseen(
      ...ofFlags,
      ...["V-242381", "V-242382", "V-242388", "V-242389", "V-242390", "V-242398", "V-242400", "V-242419", "V-242421"],
      ...["V-242429", "V-242436", "V-245542", "V-245543"],
    ),
    effective: unseen(
      ...ofFlags,
      ...["V-242379", "V-242380", "V-242419", "V-242421", "V-242429", "V-242451", "V-242466", "V-242467"],
    ),
  },
  {
    what: "a configuration of the kubelet that is no YAML",
    node: "w1",
    files: ["/var/lib/kubelet/config.yaml"],
    change: `echo "a: [" >>"$F"`,
    ...ofKubelet,
  },
  {
    what: "a configuration of the kubelet that holds a private key",
    node: "w1",
    files: ["/var/lib/kubelet/config.yaml"],
    change: `echo "# PRIVATE KEY" >>"$F"`,
    ...ofKubelet,
  },
];
