import { eks } from "./eks.ts";
import { gardenerShoot } from "./gardener-shoot.ts";
import type { Profile } from "./profile.ts";

/** The profiles that an inventory can name. */
export const profiles = {
  "gardener-shoot": gardenerShoot,
  eks,
} as const satisfies Readonly<Record<string, Profile>>;
