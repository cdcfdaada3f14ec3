/** What rules ask of the resources of containers and namespaces. */
export const limitedResources = ["cpu", "memory"] as const;
export type LimitedResource = (typeof limitedResources)[number];

/** A LimitRange: the limits that it gives to containers which have none of their own. */
export type ApiLimitRange = {
  readonly namespace: string;
  readonly name: string;
  readonly defaultLimits: readonly LimitedResource[];
};

/** A ResourceQuota: what it sets bounds to, by requests or by limits. */
export type ApiResourceQuota = {
  readonly namespace: string;
  readonly name: string;
  readonly bounds: readonly LimitedResource[];
  /** It counts for some pods only: those of a scope. */
  readonly isScoped?: true;
};

/** A ServiceAccount, by which pods are given tokens. */
export type ApiServiceAccount = {
  readonly namespace: string;
  readonly name: string;
  /** Whether pods are given its token where they do not say; absent where it does not say either. */
  readonly automount?: boolean;
  /** The names of Secrets that it refers to: where Kubernetes made them they hold tokens that do not expire. */
  readonly secrets?: readonly string[];
};
