import { listPlace } from "../../large-json/json-shape.ts";

/**
 * Puts other STIGs of an earlier checklist into a checklist that plimsoll wrote, behind its own, each text as it is. What was
 * a CKL's may only go into a CKL, a CKLB's into a CKLB. `others` come from `readChecklistFile`, which saw that they are whole.
 * @throws Error where the document is none of plimsoll's.
 */
export const mergeOthers = (format: "ckl" | "cklb", document: string, others: readonly string[]): string =>
  others.length === 0 ? document : mergers[format](document, others);

const mergers = { ckl: intoCkl, cklb: intoCklb };

function intoCkl(document: string, others: readonly string[]): string {
  // In texts every `<` is escaped.
  const end = document.lastIndexOf("\t</STIGS>\n");
  if (end === -1) throw new Error("a CKL without STIGS");
  return inserted(document, end, others.map((text) => `\t\t${text}\n`).join(""));
}

function intoCklb(document: string, others: readonly string[]): string {
  const list = listPlace(document, "stigs", (sentence) => new Error(`the CKLB ${sentence}`));
  const last = list?.entries.at(-1);
  if (last === undefined) throw new Error("a CKLB without stigs");
  const entry = document.slice(last.start, last.end);
  const [indent = ""] = /^\s*/.exec(entry) ?? [];
  const end = last.start + entry.trimEnd().length;
  return inserted(document, end, others.map((text) => `,${indent}${text}`).join(""));
}

const inserted = (text: string, at: number, more: string): string => text.slice(0, at) + more + text.slice(at);
