import { cciSystem, legacySystem } from "../../benchmark/ident-systems.ts";
import type { StigFinding } from "../../findings/assessment.ts";
import type { Asset } from "../checklist/asset.ts";
import type { Checklist, Stig } from "../checklist/checklist.ts";
import { ruleWeight, usualWeight } from "../checklist/disa-texts.ts";
import type { Attributes } from "../xml-writer.ts";

/**
 * STIG Viewer 2 (stig-manager#1411) and OpenRMF look for `cdf:` itself, readers of name spaces do not mind; `sm` is
 * STIG Manager's, the only place from which it takes a comment.
 */
export const nameSpaces: Attributes = {
  "xmlns:cdf": "http://checklists.nist.gov/xccdf/1.2",
  "xmlns:dc": "http://purl.org/dc/elements/1.1/",
  "xmlns:sm": "http://github.com/nuwcdivnpt/stig-manager",
};

/** Ids as DISA's SCAP content has them: importers take this before off. */
const disa = (what: string, id: string): string => `xccdf_mil.disa.stig_${what}_${nameOf(id)}`;

/** The ids of the benchmark, of a rule's group and of the rule. */
export const benchmarkId = ({ id }: Stig): string => disa("benchmark", id);
export const groupId = ({ id }: StigFinding): string => disa("group", id);
export const ruleId = (finding: StigFinding): string => disa("rule", finding.ruleId);

/** The id of the results of an asset. */
export const testResultId = ({ fileName }: Asset): string => `xccdf_plimsoll_testresult_${nameOf(fileName)}`;
/** The id of the profile with the severities that people gave. */
export const profileId = "xccdf_plimsoll_profile_severities";

/** A file that the user brought may have anything for an id, XML takes few characters; two ids never become one. */
const nameOf = (id: string): string =>
  id.replace(/[^A-Za-z0-9._-]/gu, (character) => `_x${(character.codePointAt(0) ?? 0).toString(16)}_`);

/** What checks a rule: plimsoll, or a person by the text. */
export const checkSystem = "urn:plimsoll:check";

/**
 * The program as a CPE name, bound to a URI (NISTIR 7695, section 6.1), as SCC names itself: STIG Manager shows product
 * and version as they stand between the colons, and the newer binding has a backslash before every full stop.
 */
export const testSystem = (version: string): string =>
  `cpe:/a:plimsoll:plimsoll:${version.replace(/[^A-Za-z0-9._-]/g, percentEncoded)}`;

const percentEncoded = (character: string): string =>
  [...Buffer.from(character)].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");

/** XCCDF takes three digits: another text of a brought file counts as the usual weight. */
export function weightOf(finding: StigFinding): string {
  const weight = ruleWeight(finding);
  return /^(?:\d{1,3}|\d{1,2}\.\d|\d\.\d\d)$/.test(weight) ? weight : usualWeight;
}

/** Identifiers of a rule: what it serves, and what it was called before. */
export const identsOf = ({ ccis, disa: texts }: StigFinding): readonly (readonly [system: string, id: string])[] => [
  ...(texts?.legacyIds ?? []).map((id) => [legacySystem, id] as const),
  ...ccis.map((cci) => [cciSystem, cci] as const),
];

/** Rules to which people gave another severity than DISA. */
export const regraded = ({ rules }: Checklist): Checklist["rules"] => rules.filter(({ override }) => override);
