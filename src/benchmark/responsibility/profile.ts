/** Who answers for a rule on a cluster that somebody runs for somebody else. */
export type Party = "cluster-admin" | "workload-owner" | "provider";

/** How much of what a rule asks the cluster's owner can see: on its nodes, in its API, or nothing. */
export type Visibility = "node" | "node-in-part" | "api" | "api-in-part" | "none";

/** Who answers for one rule, and what makes it so. */
export type Responsibility = {
  readonly who: Party;
  /** Nothing has to be done as long as nobody changes the setting. Not there: nobody says so. */
  readonly secureByDefault?: boolean;
  /** The field of the provider's cluster object that changes it, as a path. */
  readonly setting?: string;
  /** What stands in for a field. */
  readonly via?: string;
  readonly visible: Visibility;
  readonly note?: string;
};

/** Who answers for what, on the clusters of one provider. It never changes a verdict. */
export type Profile = {
  /** As an inventory names it. */
  readonly name: string;
  readonly title: string;
  /** Who the provider is, in words. */
  readonly provider: string;
  /** Who says so. */
  readonly source: string;
  /** By Vuln ID, of every release. */
  readonly rules: Readonly<Record<string, Responsibility>>;
};

/** Rules that are the provider's, as visible as that to the owner. */
export const ofProvider = (visible: Visibility, ids: readonly string[]): Profile["rules"] =>
  Object.fromEntries(ids.map((id) => [id, { who: "provider", visible } as const]));
