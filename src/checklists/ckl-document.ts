import type { Refusal } from "../brought-file/refusal.ts";
import { childrenOf, illFormed, type XmlElement, xmlTree } from "../xml/xml-tree.ts";
import { shown } from "../yaml-file/shown.ts";
import { answeredRule, idsOf, withLineFeeds } from "./answered-rule.ts";
import type { AnsweredRule, ChecklistAsset, ChecklistContent } from "./checklist-file.ts";
import { answeredStig, isKubernetesStig, type StigOfFile, sorted } from "./kubernetes-stig.ts";
import { undeclaredPrefix } from "./undeclared-prefix.ts";
import { otherXml } from "./wrong-file.ts";

/**
 * What a CKL says: STIG Viewer 2's format, in any order of elements.
 * @throws what `refusal` makes of it where the text is no CKL, or where it is not clear what it says.
 */
export function cklDocument(text: string, refusal: Refusal): ChecklistContent {
  try {
    return wellFormed(text, refusal);
  } catch (error) {
    const once = isIllFormed(error) ? withoutSecondEnds(text) : text;
    if (once === text) throw error;
    // Lines are counted in the file as it is.
    return wellFormed(once, (sentence, options) => {
      const second = refusal(sentence, options);
      return isIllFormed(second) ? (error as Error) : second;
    });
  }
}

const isIllFormed = (error: unknown): boolean => error instanceof Error && error.message.includes(illFormed);

/**
 * Importers pass over a VULN that ends twice, and some tools' files have such. No VULN is in another, so it can be meant
 * in one way only. Not tried on what is well-formed: there it would be somebody's text.
 */
const withoutSecondEnds = (text: string): string => text.replace(/(<\/VULN>)(?:\s*<\/VULN>)+/g, "$1");

function wellFormed(text: string, refusal: Refusal): ChecklistContent {
  const stigs: StigOfFile[] = [];
  const root = xmlTree(text, {
    refusal,
    kind: "checklist",
    take: (element, { start, end, path }) => {
      if (element.name !== "iSTIG") return false;
      if (path.join("/") !== "CHECKLIST/STIGS") throw refusal("has an iSTIG that is not in STIGS of a CHECKLIST");
      stigs.push(stigOf(element, text.slice(start, end), refusal));
      return true;
    },
  });
  if (root.name !== "CHECKLIST") throw refusal(otherXml(root));
  if (childrenOf(root, "VULN").length > 0) {
    throw refusal(
      "is a checklist of STIG Viewer 1, which is older than the Kubernetes STIG: save it with STIG Viewer 2",
    );
  }
  return { asset: assetOf(root, refusal), ...sorted(stigs, refusal) };
}

function assetOf(root: XmlElement, refusal: Refusal): ChecklistAsset {
  const [asset = { name: "ASSET", attributes: {}, children: [] }, ...more] = childrenOf(root, "ASSET");
  if (more.length > 0) throw refusal("has more than one ASSET");
  const text = (name: string): string => onlyText(asset, name, "ASSET", refusal);
  return {
    hostName: text("HOST_NAME"),
    ip: text("HOST_IP"),
    mac: text("HOST_MAC"),
    fqdn: text("HOST_FQDN"),
    role: text("ROLE"),
    assetType: text("ASSET_TYPE"),
    marking: text("MARKING"),
    targetComment: text("TARGET_COMMENT"),
    techArea: text("TECH_AREA"),
    webOrDatabase: text("WEB_OR_DATABASE"),
    webDbSite: text("WEB_DB_SITE"),
    webDbInstance: text("WEB_DB_INSTANCE"),
  };
}

function stigOf(element: XmlElement, source: string, refusal: Refusal): StigOfFile {
  const info = childrenOf(element, "STIG_INFO").flatMap((one) => childrenOf(one, "SI_DATA"));
  const said = namedTexts(info, "SID_NAME", "SID_DATA", "STIG_INFO", refusal);
  const text = (name: string): string => said(name, "STIG_INFO");
  const named = { id: text("stigid"), title: text("title") };
  if (isKubernetesStig(named)) {
    const rules = childrenOf(element, "VULN").map((rule, index) => ruleOf(rule, index, refusal));
    const about = { id: named.id, version: text("version"), releaseInfo: text("releaseinfo") };
    return { answered: answeredStig(about, rules, refusal) };
  }
  const prefix = undeclaredPrefix(element);
  if (prefix !== undefined) {
    throw refusal(`the STIG ${shown(named.id)} uses the prefix ${shown(prefix)}, which is declared outside of it`);
  }
  return { other: { ...named, text: source } };
}

function ruleOf(rule: XmlElement, index: number, refusal: Refusal): AnsweredRule {
  const number = `the rule that stands as number ${index + 1}`;
  const data = namedTexts(childrenOf(rule, "STIG_DATA"), "VULN_ATTRIBUTE", "ATTRIBUTE_DATA", number, refusal);
  const written = {
    vulnId: data("Vuln_Num", number),
    ruleId: data("Rule_ID", number),
    stigId: data("Rule_Ver", number),
  };
  const ids = idsOf(written, index, refusal);
  const where = ids.vulnId || ids.ruleId || ids.stigId;
  const text = (name: string): string => onlyText(rule, name, where, refusal);
  return answeredRule({
    ...ids,
    checkText: data("Check_Content", where),
    severity: data("Severity", where),
    status: text("STATUS"),
    details: text("FINDING_DETAILS"),
    comments: text("COMMENTS"),
    newSeverity: text("SEVERITY_OVERRIDE"),
    justification: text("SEVERITY_JUSTIFICATION"),
  });
}

/** Pairs of a name and a text, as CKL has them; asked for a name, the text, "" where there is none. */
function namedTexts(
  pairs: readonly XmlElement[],
  nameElement: string,
  textElement: string,
  of: string,
  refusal: Refusal,
): (name: string, where: string) => string {
  const found = new Map<string, string[]>();
  for (const pair of pairs) {
    const name = onlyText(pair, nameElement, of, refusal).trim();
    found.set(name, [...(found.get(name) ?? []), onlyText(pair, textElement, of, refusal)]);
  }
  return (name, where) => theOne(found.get(name) ?? [], name, where, refusal);
}

/** The text of the elements of a name right below: one, or several that say the same. */
function onlyText(element: XmlElement, name: string, where: string, refusal: Refusal): string {
  const texts = childrenOf(element, name).map(({ children }) => {
    const within = children.find((child) => typeof child !== "string");
    if (within !== undefined) {
      throw refusal(
        `${name} of ${where} has an element in it, ${shown((within as XmlElement).name)}, and not text alone`,
      );
    }
    return withLineFeeds(children.join(""));
  });
  return theOne(texts, name, where, refusal);
}

function theOne(texts: readonly string[], name: string, where: string, refusal: Refusal): string {
  const [text = "", ...others] = new Set(texts);
  if (others.length > 0) throw refusal(`${where} has ${name} more than once: only one of them can be meant`);
  return text;
}
