import type { LabelSelector } from "./network-policies.ts";

/** Traffic of which a rule of a network plugin's policy speaks. */
export type PluginRule = {
  /** `Allow`, `Deny` or `Pass`, which leaves it to policies that come later. */
  readonly action: string;
  /**
   * Addresses (with ` except` where some are excepted) and groups by name: Cilium's entities, `endpoints` for all of the
   * cluster. Peers that are few are left out. Absent: anybody.
   */
  readonly peers?: readonly string[];
  /** At some ports, by some protocol or for some pods only. */
  readonly isLimited?: true;
};

/** What a policy says of one direction. */
export type PluginDirection = {
  /** Whom it selects can be reached only by what some policy allows. */
  readonly denies: boolean;
  readonly rules: readonly PluginRule[];
};

/** The kinds of policies that are read beside NetworkPolicy. */
export type PluginPolicyKind =
  | "CiliumNetworkPolicy"
  | "CiliumClusterwideNetworkPolicy"
  | "Calico NetworkPolicy"
  | "Calico GlobalNetworkPolicy"
  | "AdminNetworkPolicy"
  | "BaselineAdminNetworkPolicy"
  | "ClusterNetworkPolicy";

/** A policy of a network plugin, or for administrators, that selects pods; of a direction of which it does not speak there is nothing. */
export type PluginPolicy = {
  readonly kind: PluginPolicyKind;
  /** Absent: of the whole cluster. */
  readonly namespace?: string;
  readonly name: string;
  /** Calico's where it is not the default one; of those for administrators `Admin` or `Baseline`. */
  readonly tier?: string;
  /** Which pods by their labels, of Cilium and those for administrators; absent: all. */
  readonly pods?: LabelSelector;
  readonly namespaces?: LabelSelector;
  /** The same as an expression of Calico's; absent: all. */
  readonly selector?: string;
  readonly namespaceSelector?: string;
  /** Selects by something else besides. */
  readonly isForSome?: true;
  readonly ingress?: PluginDirection;
  readonly egress?: PluginDirection;
};
