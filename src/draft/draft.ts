import type { HostRole } from "../inventory/inventory.ts";
import type { WrittenSsh } from "../inventory/schema.ts";

/** How the API was reached, for the inventory to reach it again. */
export type GivenAccess = { readonly kubeconfig: string; readonly context?: string } | { readonly inCluster: true };

/** A host as it will be written. */
export type DraftHost = {
  readonly name: string;
  /** Without it the name is the address. */
  readonly address?: string;
  readonly role: HostRole;
  readonly ssh?: WrittenSsh;
  /** What a reader should know of the value; empty where there is nothing. */
  readonly remarks?: { readonly address?: string; readonly role?: string };
};

/** In which order hosts are written. */
export const roleOrder: readonly HostRole[] = ["control-plane", "etcd", "worker"];

/** Hosts in the order of their roles, those of one as they came. */
export const inRoles = (hosts: readonly DraftHost[]): readonly DraftHost[] =>
  hosts.toSorted((a, b) => roleOrder.indexOf(a.role) - roleOrder.indexOf(b.role));

/** Something that is not in the inventory, and why. `unusable`: the inventory's rules forbid it, whatever it is. */
export type LeftOut = { readonly name: string; readonly why: string; readonly unusable: boolean };

/** Hosts that somebody has somewhere already, and what is said of them. */
export type DraftHosts = {
  readonly hosts: readonly DraftHost[];
  readonly leftOut: readonly LeftOut[];
  /** Where they come from and what a person has to add, a line each, printable. */
  readonly preface: readonly string[];
  /** Settings of what they come from that no inventory takes, in a sentence each. */
  readonly notTaken: readonly string[];
};

/** An inventory before it is text. */
export type Draft = DraftHosts & {
  readonly cluster: string;
  readonly access?: GivenAccess;
  /** For all hosts. */
  readonly ssh: WrittenSsh;
};
