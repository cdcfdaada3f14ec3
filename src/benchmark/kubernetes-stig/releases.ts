import { kubernetesStigV1R11 } from "./v1r11.ts";
import { kubernetesStigV2R4 } from "./v2r4.ts";
import { kubernetesStigV2R5 } from "./v2r5.ts";
import { kubernetesStigV2R6 } from "./v2r6.ts";

/** The releases of the Kubernetes STIG that are built in, by the name that an operator gives. */
export const releases = {
  v1r11: kubernetesStigV1R11,
  v2r4: kubernetesStigV2R4,
  v2r5: kubernetesStigV2R5,
  v2r6: kubernetesStigV2R6,
} as const;

/** The name of a release that is built in, as `--release` has it. */
export type ReleaseName = keyof typeof releases;

/** What is audited against where nobody says otherwise. */
export const newestRelease = "v2r6" satisfies ReleaseName;
