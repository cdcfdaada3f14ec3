/** What a checklist is of: the whole cluster, its control-plane nodes and its workers apart, or each node. */
export const checklistScopes = ["cluster", "role", "node"] as const;
/** One checklist of which of these. */
export type ChecklistScope = (typeof checklistScopes)[number];

/** How checklists are written. */
export type ChecklistSettings = {
  readonly scope: ChecklistScope;
  /**
   * Not Reviewed rules get no text of ours: STIG Manager takes one for a review, and writes it over a person's
   * (stig-manager#1861).
   */
  readonly emptyNotReviewed: boolean;
};

/** What nobody asked otherwise: one checklist of the whole cluster, with every text. */
export const usualChecklists: ChecklistSettings = { scope: "cluster", emptyNotReviewed: false };
