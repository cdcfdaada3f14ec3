import { SaxesParser, type SaxesTagPlain } from "saxes";
import type { Refusal } from "../brought-file/refusal.ts";
import { shown } from "../yaml-file/shown.ts";

/** An element; text of its own stands among the children. */
export type XmlElement = {
  /** With its prefix, as it is written. */
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
};

/** Where an element stands: in the text from `start` up to `end`, and below which elements, from the root. */
export type XmlPlace = { readonly start: number; readonly end: number; readonly path: readonly string[] };

/** Who reads an XML, and what for. */
export type XmlReading = {
  readonly refusal: Refusal;
  /** What it should be, in a word: "benchmark". */
  readonly kind: string;
  /** Asked as each element ends; where it is true nothing of the element is kept in the tree. */
  readonly take?: (element: XmlElement, place: XmlPlace) => boolean;
};

/** How the sentence on a text begins that is no XML. */
export const illFormed = "is not well-formed XML";

const mostLevels = 50;
/** DISA's files have about 10,000, a checklist of 500 rules 100,000. */
const mostKept = 500_000;
const mostAttributes = 100;
/** The parser puts a text together of as many pieces. */
const mostPieces = 3_000_000;

/**
 * The root element of an XML text.
 * @throws what `refusal` makes of it where it is not well-formed, has a document type, or more of anything than is sane.
 */
export function xmlTree(text: string, reading: XmlReading): XmlElement {
  const { refusal, kind } = reading;
  if (!/\S/.test(text)) throw refusal("is empty");
  if (/^\s*<!doctype\s+html\b/i.test(text)) throw refusal("is a web page (HTML), not XML");
  if (occurrences(text, "&") + occurrences(text, "\r") > mostPieces) {
    throw refusal(`has more markup than any ${kind}: refused`);
  }
  const parser = new SaxesParser({ defaultXMLVersion: "1.0", forceXMLVersion: true });
  const root = building(parser, text, reading);
  parser.on("error", (error) => {
    throw refusal(`${illFormed}, or is cut off (${placed(error.message)})`, { cause: error });
  });
  parser.on("doctype", () => {
    throw refusal(`has a document type declaration (DOCTYPE), which no ${kind} needs: refused`);
  });
  parser.on("xmldecl", ({ encoding = "UTF-8" }) => {
    // The bytes were UTF-8 or UTF-16; .NET names the latter in files of the former.
    if (!/^(?:utf-?8|utf-?16.*|us-ascii)$/i.test(encoding) && /[^\0-\x7f]/.test(text)) {
      throw refusal(`says that its encoding is ${shown(encoding)}: save it as UTF-8`);
    }
  });
  parser.write(text).close();
  return root();
}

/** Builds the tree out of what the parser sees; gives the root once it is there. */
function building(parser: SaxesParser, text: string, { refusal, kind, take }: XmlReading): () => XmlElement {
  type Open = { start: number; keptBefore: number; children: (XmlElement | string)[] };
  const document: Open = { start: 0, keptBefore: 0, children: [] };
  const stack: Open[] = [document];
  const path: string[] = [];
  let kept = 0;
  const keep = (piece: XmlElement | string): void => {
    kept += 1;
    if (kept > mostKept) throw refusal(`has more markup than any ${kind}: refused`);
    stack.at(-1)?.children.push(piece);
  };
  parser.on("opentagstart", ({ name }) => {
    if (stack.length > mostLevels) throw refusal(`is nested deeper than any ${kind}: refused`);
    // Nothing but the name was read since.
    stack.push({ start: text.lastIndexOf("<", parser.position - 1), keptBefore: kept, children: [] });
    path.push(name);
  });
  let attributes = 0;
  parser.on("attribute", () => {
    attributes += 1;
    if (attributes > mostAttributes) throw refusal(`has more attributes than any ${kind}: refused`);
  });
  parser.on("opentag", () => {
    kept += attributes;
    attributes = 0;
  });
  parser.on("text", keep);
  parser.on("cdata", keep);
  parser.on("closetag", ({ name, attributes: named }: SaxesTagPlain) => {
    const { start, keptBefore, children } = stack.pop() ?? document;
    path.pop();
    const element = { name, attributes: named, children };
    if (take?.(element, { start, end: parser.position, path })) kept = keptBefore;
    else keep(element);
  });
  return () => document.children.find((piece) => typeof piece !== "string") as XmlElement;
}

function occurrences(text: string, character: string): number {
  let found = 0;
  for (let at = text.indexOf(character); at !== -1; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}

/** What the parser says, its `12:3: ` in words. */
function placed(message: string): string {
  const [, line, column, what] = /^(\d+):(\d+): (.*?)\.?$/s.exec(message) ?? [];
  return what === undefined ? shown(message) : `line ${line}, column ${column}: ${shown(what)}`;
}

/** An element's or attribute's name without its prefix. */
export const localName = (name: string): string => name.slice(name.indexOf(":") + 1);

/** The elements of a local name right below. */
export const childrenOf = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.flatMap((child) => (typeof child !== "string" && localName(child.name) === name ? [child] : []));

/** All text within, that of elements below included. */
export const textWithin = ({ children }: XmlElement): string =>
  children.map((child) => (typeof child === "string" ? child : textWithin(child))).join("");

/** The text of the first element of a name right below; undefined where there is none. */
export function textOfChild(element: XmlElement, name: string): string | undefined {
  const [child] = childrenOf(element, name);
  return child && textWithin(child);
}
