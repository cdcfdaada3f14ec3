/** A condition of a label selector that is no plain equality. */
export type LabelExpression = {
  readonly key: string;
  /** `In`, `NotIn`, `Exists` or `DoesNotExist`. */
  readonly operator: string;
  readonly values: readonly string[];
};

/** Which objects are meant, by their labels; without any condition: all. */
export type LabelSelector = {
  readonly labels: Readonly<Record<string, string>>;
  readonly expressions: readonly LabelExpression[];
};

/** Whom a rule admits: addresses, or pods. */
export type PolicyPeer =
  | { readonly cidr: string; readonly except: readonly string[] }
  | {
      /** Absent: all pods of the namespaces. */
      readonly pods?: LabelSelector;
      /** Absent: the policy's own. */
      readonly namespaces?: LabelSelector;
    };

/** A port that a rule is limited to; without a number or name all ports of the protocol. */
export type PolicyPort = { readonly protocol: string; readonly port?: number | string; readonly endPort?: number };

/** Traffic that is let through: of any of the peers, without any of everybody; at any of the ports, without any at all. */
export type PolicyRule = { readonly peers: readonly PolicyPeer[]; readonly ports: readonly PolicyPort[] };

/** A NetworkPolicy; of a direction of which it does not speak there are no rules, not even none. */
export type NetworkPolicy = {
  readonly namespace: string;
  readonly name: string;
  readonly pods: LabelSelector;
  readonly ingress?: readonly PolicyRule[];
  readonly egress?: readonly PolicyRule[];
};
