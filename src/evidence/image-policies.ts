/** A rule of Kyverno that checks signatures of images. */
export type KyvernoImageCheck = {
  readonly rule: string;
  /** `Enforce` or `Audit`, as it is written. */
  readonly action: string;
  /** The fields by which it may check less than every image of every pod. */
  readonly limitedBy: readonly string[];
};

/** A ClusterPolicy of Kyverno, or a Policy of one namespace, as far as it looks at images. */
export type KyvernoPolicy = {
  /** Absent: of all namespaces. */
  readonly namespace?: string;
  readonly name: string;
  /** `Ignore`: where Kyverno does not answer the object is let in. */
  readonly failurePolicy: string;
  /** As of its rules, for all of them. */
  readonly limitedBy: readonly string[];
  readonly verifies: readonly KyvernoImageCheck[];
  /** Rules that look at images in another way, by their names or by expressions. */
  readonly others: readonly string[];
};

/** What Kyverno is to keep to. */
export type KyvernoPolicies = {
  readonly policies: readonly KyvernoPolicy[];
  /** Its PolicyExceptions, by namespace and name. */
  readonly exceptions: readonly string[];
};

/** Of Kyverno's ConfigMap what it leaves out before it looks at a policy. */
export type KyvernoSettings = {
  readonly namespace: string;
  readonly name: string;
  /** Each `[kind,namespace,name]`. */
  readonly filters: readonly string[];
  /** Whoever else is left out: users, groups, roles; absent: it does not say, and older releases leave controllers out then. */
  readonly requesters?: readonly string[];
};

/** A ClusterImagePolicy of Sigstore's policy-controller. */
export type ClusterImagePolicy = {
  readonly name: string;
  /** `enforce` or `warn`. */
  readonly mode: string;
  readonly globs: readonly string[];
  /** The fields by which it may let images pass that it is about. */
  readonly limitedBy: readonly string[];
};
