import { kubernetesStigV2R5 } from "./v2r5.ts";
import { kubernetesStigV2R6 } from "./v2r6.ts";

/** The releases of the Kubernetes STIG that are built in, by the name that an operator gives. */
export const releases = { v2r5: kubernetesStigV2R5, v2r6: kubernetesStigV2R6 } as const;

export type ReleaseName = keyof typeof releases;

/** What is audited against where nobody says otherwise. */
export const newestRelease = "v2r6" satisfies ReleaseName;
