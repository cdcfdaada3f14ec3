import { type ChecklistScope, type ChecklistSettings, usualChecklists } from "../../findings/checklist-settings.ts";

/** The flags of a command that writes checklists. */
export type ChecklistFlags = { readonly checklist?: ChecklistScope; readonly emptyNotReviewed?: true };

/** How the operator wants checklists; nothing where the command line does not say, for then the run's settings hold. */
export const givenChecklists = ({
  checklist,
  emptyNotReviewed,
}: ChecklistFlags): { readonly checklists?: ChecklistSettings } =>
  checklist === undefined && emptyNotReviewed === undefined
    ? {}
    : {
        checklists: {
          scope: checklist ?? usualChecklists.scope,
          emptyNotReviewed: emptyNotReviewed ?? usualChecklists.emptyNotReviewed,
        },
      };
