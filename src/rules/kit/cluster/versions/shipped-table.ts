import type { SupportTable } from "../../../../evidence/site.ts";

/**
 * The supported releases as kubernetes.io/releases had them; a site's own table replaces it. Whoever changes it checks
 * every line, and says of which day they are. What ended before that day is not in it.
 */
export const shippedTable: SupportTable = {
  asOf: "2026-09-14",
  source: "kubernetes.io/releases",
  releases: [
    { minor: 37, endOfLife: "2027-10-28", newestPatch: 0 },
    { minor: 36, endOfLife: "2027-06-28", newestPatch: 4 },
    { minor: 35, endOfLife: "2027-02-28", newestPatch: 8 },
    { minor: 34, endOfLife: "2026-10-27" },
  ],
};
