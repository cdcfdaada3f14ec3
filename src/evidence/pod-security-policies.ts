/** Which groups a policy lets a pod have. */
export type PolicyGroups = {
  readonly rule: string;
  /** Of each range where it begins: at 0 where it does not say. */
  readonly minima: readonly number[];
};

/** A PodSecurityPolicy, as far as rules look at it; a section that it lacks is undefined. */
export type PodSecurityPolicy = {
  readonly name: string;
  readonly runAsUser?: { readonly rule: string };
  readonly supplementalGroups?: PolicyGroups;
  readonly fsGroup?: PolicyGroups;
  /** The paths of the host that it lets in as volumes; absent: any, or none at all. */
  readonly allowedHostPaths?: readonly { readonly prefix: string; readonly readOnly?: true }[];
};
