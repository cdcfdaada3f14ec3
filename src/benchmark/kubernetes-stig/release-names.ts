import type { ReleaseName } from "./releases.ts";

/** The names of the built-in releases, oldest first: what an operator can give, without the releases themselves. */
export const releaseNames: readonly ReleaseName[] = ["v1r11", "v2r4", "v2r5", "v2r6"];
