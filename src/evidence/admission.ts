import type { LabelSelector } from "./network-policies.ts";

/** Requests that a webhook or a policy is asked about; `*` stands for all of a kind. */
export type AdmissionRule = {
  readonly groups: readonly string[];
  readonly versions: readonly string[];
  readonly resources: readonly string[];
  readonly operations: readonly string[];
  /** `Cluster` or `Namespaced`; absent: both. */
  readonly scope?: string;
};

/** A webhook that the API server asks before it lets an object in; nothing of how it is reached but who answers. */
export type AdmissionWebhook = {
  readonly kind: "validating" | "mutating";
  /** The object that it stands in. */
  readonly configuration: string;
  readonly name: string;
  /** `Fail`, or `Ignore`: where it does not answer the object is let in. */
  readonly failurePolicy: string;
  readonly rules: readonly AdmissionRule[];
  /** The namespaces that it is asked about; absent: all. */
  readonly namespaces?: LabelSelector;
  /** It is asked about objects with some labels only. */
  readonly hasObjectSelector?: true;
  /** How many expressions decide besides whether it is asked; absent: none. */
  readonly matchConditions?: number;
  /** The Service that answers; absent: it is named by a URL. */
  readonly service?: { readonly namespace: string; readonly name: string };
  /** The host of that URL. */
  readonly host?: string;
};

/** A ValidatingAdmissionPolicy, without its expressions, and what makes it count. */
export type AdmissionPolicy = {
  readonly name: string;
  readonly rules: readonly AdmissionRule[];
  readonly bindings: readonly { readonly name: string; readonly actions: readonly string[] }[];
};

/** A RuntimeClass, by the handler that the container runtime knows. */
export type RuntimeClass = { readonly name: string; readonly handler: string };
