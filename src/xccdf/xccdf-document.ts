import { cciSystem, legacySystem } from "../benchmark/ident-systems.ts";
import { newestRelease, releases } from "../benchmark/kubernetes-stig/releases.ts";
import type { DisaTexts, Severity, StigBenchmark, StigRequirement } from "../benchmark/requirement.ts";
import { childrenOf, localName, textOfChild, textWithin, type XmlElement } from "../xml/xml-tree.ts";
import { shown } from "../yaml-file/shown.ts";
import { checkTextOf } from "./check-text.ts";
import { descriptionOf } from "./description.ts";
import { XccdfFileError } from "./xccdf-file-error.ts";

const kubernetes = releases[newestRelease];

/**
 * The benchmark that an XCCDF document is, DISA's texts included.
 * @throws XccdfFileError where it is no XCCDF benchmark, or not the Kubernetes STIG, or its rules cannot be told apart.
 */
export function xccdfDocument(root: XmlElement, file: string, fileName: string): StigBenchmark {
  if (localName(root.name) === "TestResult" || childrenOf(root, "TestResult").length > 0) {
    throw new XccdfFileError(file, "has the results of an audit (a TestResult): DISA's own file is needed");
  }
  if (localName(root.name) !== "Benchmark") {
    throw new XccdfFileError(file, `is no XCCDF: its root element is ${shown(root.name)}, not "Benchmark"`);
  }
  const title = textOfChild(root, "title") ?? "";
  const id = plainId(root.attributes["id"] ?? (title === kubernetes.title ? kubernetes.id : ""));
  if (id.toLowerCase() !== kubernetes.id.toLowerCase()) {
    throw new XccdfFileError(file, `is another benchmark than the Kubernetes STIG: ${shown(title || id)}`);
  }
  const groups = childrenOf(root, "Group");
  if (groups.length === 0) throw new XccdfFileError(file, "has no rules");
  if (childrenOf(root, "Rule").length > 0) throw new XccdfFileError(file, "has rules that are in no group");
  const read = groups.map((group, index) => ruleOf(group, index, file));
  refuseTwice(read, file);
  return {
    name: "stig",
    // Importers want the letters as DISA has them.
    id: kubernetes.id,
    title: title || kubernetes.title,
    ...releaseOf(root, fileName),
    targetKey: targetKeyOf(groups),
    fileName,
    requirements: read,
  };
}

/** XCCDF 1.2 puts a name space of its own before every id: `xccdf_mil.disa.stig_group_V-242376`. */
const plainId = (id: string): string => id.trim().replace(/^xccdf_[^_]+_(?:benchmark|group|rule)_/, "");

function releaseOf(root: XmlElement, fileName: string): Pick<StigBenchmark, "version" | "release" | "releaseInfo"> {
  const plain = childrenOf(root, "plain-text").find(({ attributes }) => attributes["id"] === "release-info");
  const releaseInfo = plain === undefined ? "" : textWithin(plain).trim();
  const named = /V(\d+)R(\d+)/i.exec(fileName);
  const release = /Release:?\s*(\d+)/i.exec(releaseInfo)?.[1] ?? named?.[2] ?? "unknown";
  return {
    version: textOfChild(root, "version")?.trim() || named?.[1] || "unknown",
    release,
    releaseInfo: releaseInfo || `Release: ${release}`,
  };
}

/** All rules of DISA's have the same; the first that there is. */
function targetKeyOf(groups: readonly XmlElement[]): string {
  const references = groups.flatMap((group) =>
    childrenOf(group, "Rule").flatMap((rule) => childrenOf(rule, "reference")),
  );
  return references.map((reference) => textOfChild(reference, "identifier")).find((key) => key) ?? kubernetes.targetKey;
}

function ruleOf(group: XmlElement, index: number, file: string): StigRequirement {
  const id = plainId(group.attributes["id"] ?? "");
  const [rule, ...others] = childrenOf(group, "Rule");
  const where = id === "" ? `the group that stands as number ${index + 1}` : `the group ${shown(id)}`;
  if (!/^V-\d{1,9}$/.test(id)) throw new XccdfFileError(file, `${where} has no Vuln ID as DISA writes it (V-242376)`);
  if (rule === undefined || others.length > 0) {
    throw new XccdfFileError(file, `${where} has ${others.length === 0 ? "no rule" : "more than one rule"}`);
  }
  const ruleId = plainId(rule.attributes["id"] ?? "");
  if (ruleId === "") throw new XccdfFileError(file, `the rule of ${where} has no id`);
  const disa = textsOf(rule);
  const checkText = checkTextOf(disa.check);
  return {
    id,
    ruleId,
    stigId: textOfChild(rule, "version") ?? "",
    groupTitle: textOfChild(group, "title") ?? "",
    severity: severityOf(rule.attributes["severity"], id),
    title: textOfChild(rule, "title") ?? "",
    ccis: idents(rule, cciSystem),
    disa,
    ...(checkText && { checkText }),
  };
}

const idents = (rule: XmlElement, system: string): readonly string[] =>
  childrenOf(rule, "ident")
    .filter(({ attributes }) => attributes["system"] === system)
    .map(textWithin);

const severities: Readonly<Record<string, Severity>> = { high: "high", medium: "medium", low: "low" };

/** XCCDF allows words that checklists do not have; DISA has never used them. */
const severityOf = (word: string | undefined, id: string): Severity =>
  severities[word ?? ""] ?? kubernetes.requirements.find((known) => known.id === id)?.severity ?? "medium";

function textsOf(rule: XmlElement): DisaTexts {
  const { discussion, more } = descriptionOf(textOfChild(rule, "description") ?? "");
  const legacyIds = idents(rule, legacySystem);
  const weight = rule.attributes["weight"];
  return {
    discussion,
    check: childrenOf(rule, "check")
      .flatMap((check) => childrenOf(check, "check-content").map(textWithin))
      .join("\n"),
    fix: childrenOf(rule, "fixtext").map(textWithin).join("\n"),
    ...(weight !== undefined && { weight }),
    ...(legacyIds.length > 0 && { legacyIds }),
    ...(Object.keys(more).length > 0 && { more }),
  };
}

/** Rules are joined by these; a second one would be nobody's, or take the place of the first. */
function refuseTwice(rules: readonly StigRequirement[], file: string): void {
  for (const key of ["id", "ruleId"] as const) {
    const seen = new Set<string>();
    for (const rule of rules) {
      if (seen.has(rule[key])) throw new XccdfFileError(file, `has ${shown(rule[key])} twice`);
      seen.add(rule[key]);
    }
  }
}
