import { z } from "zod";
import { type LimitedResource, limitedResources } from "../../evidence/namespace-limits.ts";

/** The resources of a container or a pod, of them the limits. */
export const resourcesSchema = z.object({ limits: z.record(z.string(), z.unknown()).nullish() }).nullish();

/** The runtime takes a limit of zero for none. */
const isZero = (quantity: unknown): boolean => /^[+-]?0*(?:\.0*)?([a-zA-Z]|$)/.test(String(quantity));

/** What a container's limit of zero is written for: no default takes its place, as of one that is missing. */
export function zeroLimitsOf({ resources }: { readonly resources?: z.infer<typeof resourcesSchema> }): {
  readonly zeroLimits?: readonly LimitedResource[];
} {
  const limits = resources?.limits ?? {};
  const zero = limitedResources.filter((name) => Object.hasOwn(limits, name) && isZero(limits[name]));
  return zero.length === 0 ? {} : { zeroLimits: zero };
}

/** What has a limit, by the key that evidence has; nothing where nothing has. */
export function limitsOf<Key extends string>(
  { resources }: { readonly resources?: z.infer<typeof resourcesSchema> },
  key: Key,
): { readonly [K in Key]?: readonly LimitedResource[] } {
  const limits = resources?.limits ?? {};
  const limited = limitedResources.filter((name) => Object.hasOwn(limits, name) && !isZero(limits[name]));
  return limited.length === 0 ? {} : ({ [key]: limited } as { readonly [K in Key]: typeof limited });
}
