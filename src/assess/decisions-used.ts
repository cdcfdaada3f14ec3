import { defaultSiteOptions, type SecretAccessList, type SiteDecisions, type SiteOptions } from "../evidence/site.ts";
import type { DecisionsUsed } from "../findings/assessment.ts";

type OptionName = keyof SiteOptions;

/** What an assessment says of the site's decisions: the file, the options that are not the defaults, and whose lists. */
export function decisionsUsed(
  { file, sha256 }: { readonly file: string; readonly sha256: string },
  { options, ppsm, secretAccess, systemPods, supportTable, providerAttestation, waivers, attestations }: SiteDecisions,
): DecisionsUsed {
  const names = Object.keys(defaultSiteOptions) as readonly OptionName[];
  const isDefault = (name: OptionName): boolean =>
    JSON.stringify(options[name]) === JSON.stringify(defaultSiteOptions[name]);
  const changed = names.filter((name) => !isDefault(name)).map((name) => [name, options[name]]);
  const used = { file, sha256, options: Object.fromEntries(changed) };
  return {
    ...used,
    ...(ppsm && { ppsm: without(ppsm, "components") }),
    ...(secretAccess && { secretAccess: documentOf(secretAccess) }),
    ...(systemPods && { systemPods: { ...without(systemPods, "patterns"), patterns: systemPods.patterns.length } }),
    ...(supportTable && { supportTable: without(supportTable, "releases") }),
    ...(providerAttestation && {
      providerAttestation: {
        ...without(providerAttestation, "rules"),
        rules: Object.keys(providerAttestation.rules).length,
      },
    }),
    ...(waivers && { waivers: waivers.length }),
    ...(attestations && { attestations: attestations.length }),
  };
}

function without<T, Key extends keyof T>(list: T, key: Key): Omit<T, Key> {
  const { [key]: _left, ...document } = list;
  return document;
}

const documentOf = ({
  readers: _readers,
  attachments: _attachments,
  builtin: _builtin,
  ...document
}: SecretAccessList) => document;
