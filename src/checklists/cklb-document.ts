import type { Refusal } from "../brought-file/refusal.ts";
import { listPlace } from "../large-json/json-shape.ts";
import { shown } from "../yaml-file/shown.ts";
import { answeredRule, idsOf } from "./answered-rule.ts";
import type { AnsweredRule, ChecklistAsset, ChecklistContent } from "./checklist-file.ts";
import { isJsonObject, type JsonObject, parsedJson, textIn } from "./json-values.ts";
import { answeredStig, isKubernetesStig, type StigOfFile, sorted } from "./kubernetes-stig.ts";
import { otherJson } from "./wrong-file.ts";

/**
 * What a CKLB says: STIG Viewer 3's format. STIGs are parsed one by one: of the others only the text is kept.
 * @throws what `refusal` makes of it where the text is no CKLB, or where it is not clear what it says.
 */
export function cklbDocument(text: string, refusal: Refusal): ChecklistContent {
  const list = listPlace(text, "stigs", refusal);
  const root = parsedJson(list ? text.slice(0, list.start) + text.slice(list.end) : text, refusal);
  if (!isJsonObject(root) || list === undefined) throw refusal(otherJson(root));
  const stigs = list.entries.map(({ start, end }) => stigOf(text.slice(start, end).trim(), refusal));
  return { asset: assetOf(root["target_data"], refusal), ...sorted(stigs, refusal) };
}

function assetOf(target: unknown, refusal: Refusal): ChecklistAsset {
  const given = objectIn(target, "target_data", refusal);
  const text = (key: string): string => textIn(given, key, "target_data", refusal);
  return {
    hostName: text("host_name"),
    ip: text("ip_address"),
    mac: text("mac_address"),
    fqdn: text("fqdn"),
    role: text("role"),
    assetType: text("target_type"),
    marking: text("classification"),
    targetComment: text("comments"),
    techArea: text("technology_area"),
    webOrDatabase: text("is_web_database"),
    webDbSite: text("web_db_site"),
    webDbInstance: text("web_db_instance"),
  };
}

function stigOf(source: string, refusal: Refusal): StigOfFile {
  const stig = objectIn(parsedJson(source, refusal), "a member of stigs", refusal);
  const text = (key: string): string => textIn(stig, key, "a member of stigs", refusal);
  const named = { id: text("stig_id"), title: text("stig_name") || text("display_name") };
  if (!isKubernetesStig(named)) return { other: { ...named, text: source } };
  const rules: unknown = stig["rules"] ?? [];
  if (!Array.isArray(rules)) throw refusal(`rules of the Kubernetes STIG is ${shown(rules)}, where a list is wanted`);
  const about = { id: named.id, version: text("version"), releaseInfo: text("release_info") };
  const answered = rules.map((rule: unknown, index) => ruleOf(rule, index, refusal));
  return { answered: answeredStig(about, answered, refusal) };
}

function ruleOf(value: unknown, index: number, refusal: Refusal): AnsweredRule {
  const number = `the rule that stands as number ${index + 1}`;
  const rule = objectIn(value, number, refusal);
  const id = (key: string): string => textIn(rule, key, number, refusal);
  const written = {
    vulnId: id("group_id") || id("group_id_src"),
    ruleId: id("rule_id_src") || id("rule_id"),
    stigId: id("rule_version"),
  };
  const ids = idsOf(written, index, refusal);
  const where = ids.vulnId || ids.ruleId || ids.stigId;
  const text = (key: string): string => textIn(rule, key, where, refusal);
  return answeredRule({
    ...ids,
    checkText: text("check_content"),
    severity: text("severity"),
    status: text("status"),
    details: text("finding_details"),
    comments: text("comments"),
    ...overrideIn(rule["overrides"], where, refusal),
  });
}

/** `{}`, or `{"severity": {"severity": "low", "reason": "…"}}`; programs without maps write an empty list. */
function overrideIn(
  overrides: unknown,
  where: string,
  refusal: Refusal,
): { readonly newSeverity: string; readonly justification: string } {
  const given = Array.isArray(overrides) && overrides.length === 0 ? {} : overrides;
  const severity = objectIn(given, `overrides of ${where}`, refusal)["severity"];
  const of = `the override of ${where}`;
  if (typeof severity === "string") return { newSeverity: severity, justification: "" };
  const said = objectIn(severity, of, refusal);
  return { newSeverity: textIn(said, "severity", of, refusal), justification: textIn(said, "reason", of, refusal) };
}

/** An object; an empty one where there is none. */
function objectIn(value: unknown, what: string, refusal: Refusal): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isJsonObject(value)) throw refusal(`${what} is ${shown(value)}, where an object is wanted`);
  return value;
}
