import { defaultSiteOptions, type SiteDecisions, type SiteOptions } from "../evidence/site.ts";
import type { DecisionsUsed } from "../findings/assessment.ts";

type OptionName = keyof SiteOptions;

/** What an assessment says of the site's decisions: the file, the options that are not the defaults, whose list of ports. */
export function decisionsUsed(
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  { options, ppsm }: SiteDecisions,
): DecisionsUsed {
  const names = Object.keys(defaultSiteOptions) as readonly OptionName[];
  const isDefault = (name: OptionName): boolean =>
    JSON.stringify(options[name]) === JSON.stringify(defaultSiteOptions[name]);
  const changed = names.filter((name) => !isDefault(name)).map((name) => [name, options[name]]);
  const used = { file, sha256, options: Object.fromEntries(changed) };
  if (ppsm === undefined) return used;
  const { components: _components, ...document } = ppsm;
  return { ...used, ppsm: document };
}
