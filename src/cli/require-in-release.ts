import { type ReleaseName, releases } from "../benchmark/kubernetes-stig/releases.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Rules that an operator names must be in the release that is audited by: a rule that is not would only be missing.
 * @throws UsageError naming the first one that is not.
 */
export function requireInRelease(vulnIds: readonly string[], release: ReleaseName): void {
  const missing = vulnIds.find((wanted) => !releases[release].requirements.some(({ id }) => id === wanted));
  if (missing !== undefined) throw new UsageError(`there is no rule "${missing}" in ${release}`);
}
