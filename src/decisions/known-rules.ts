import { releases } from "../benchmark/kubernetes-stig/releases.ts";
import { nsaCisa } from "../benchmark/nsa-cisa/guidance.ts";
import { nearestKey } from "../yaml-file/nearest-key.ts";
import { shown } from "../yaml-file/shown.ts";
import type { Mistake } from "../yaml-file/yaml-file-error.ts";
import type { YamlSource } from "../yaml-file/yaml-source.ts";

const numberOf = (id: string): number | undefined => {
  const digits = /^V-(\d{6})$/.exec(id)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

/** Every rule of a release that is built in, and every check of the guidance. */
const known: ReadonlySet<string> = new Set(
  [...Object.values(releases), nsaCisa].flatMap(({ requirements }) => requirements.map(({ id }) => id)),
);
const newest = Math.max(...[...known].map((id) => numberOf(id) ?? 0));

/**
 * Entries of a list of the file whose rule there is nowhere. A Vuln ID beyond those that are known may be a later
 * release's, of a file that the user brings.
 */
export const unknownRules = (
  list: "waivers" | "attestations",
  entries: readonly { readonly rule: string }[],
  source: YamlSource,
): readonly Mistake[] =>
  entries.flatMap(({ rule }, index) =>
    known.has(rule) || (numberOf(rule) ?? 0) > newest
      ? []
      : [{ sentence: noSuchRule(rule), at: source.valueAt([list, index, "rule"]) }],
  );

function noSuchRule(rule: string): string {
  const meant = nearestKey(rule, [...known]);
  const hint = meant === undefined ? "" : ` (did you mean ${shown(meant)}?)`;
  return `there is no rule ${shown(rule)} in any release of the STIG, and no such check of the guidance${hint}`;
}
