import { XMLParser } from "fast-xml-parser";
import { shown } from "../yaml-file/shown.ts";
import { XccdfFileError } from "./xccdf-file-error.ts";

/** An element by its local name; text of its own stands among the children. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (XmlElement | string)[];
};

// Text is kept as it stands. HTML's entities bring character references (&#65;) with them.
const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  removeNSPrefix: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  htmlEntities: true,
  maxNestedTags: 50,
});

/** DISA's files have about 10,000: more would fill the memory before anything could be said of them. */
const mostMarks = 500_000;

/**
 * The root element of an XML text.
 * @throws XccdfFileError where it is not well-formed, has a document type, or more markup than any benchmark.
 */
export function xmlTree(text: string, file: string): XmlElement {
  if (text.trim() === "") throw new XccdfFileError(file, "is empty");
  if (/<!\s*(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new XccdfFileError(file, "has a document type declaration (DOCTYPE), which no benchmark needs: refused");
  }
  if (marksIn(text) > mostMarks) throw new XccdfFileError(file, "has more markup than any benchmark: refused");
  const [root] = parsed(text, file).flatMap((node) => elementOf(node));
  if (root === undefined || typeof root === "string") throw new XccdfFileError(file, "is not XML");
  return root;
}

/** The elements of a name right below. */
export const childrenOf = ({ children }: XmlElement, name: string): readonly XmlElement[] =>
  children.flatMap((child) => (typeof child !== "string" && child.name === name ? [child] : []));

/** All text within, that of elements below included. */
export const textWithin = ({ children }: XmlElement): string =>
  children.map((child) => (typeof child === "string" ? child : textWithin(child))).join("");

/** The text of the first element of a name right below; undefined where there is none. */
export function textOfChild(element: XmlElement, name: string): string | undefined {
  const [child] = childrenOf(element, name);
  return child && textWithin(child);
}

function marksIn(text: string): number {
  let marks = 0;
  for (let at = 0; at < text.length; at += 1) if ("<=&".includes(text.charAt(at))) marks += 1;
  return marks;
}

/** As the parser gives it: one key names the element, `:@` has its attributes, `#text` is text. */
type Parsed = Readonly<Record<string, unknown>>;

function parsed(text: string, file: string): readonly Parsed[] {
  try {
    // A byte order mark is no part of the document.
    return parser.parse(text.replace(/^\uFEFF/, ""), true) as readonly Parsed[];
  } catch (error) {
    const { message } = error as Error;
    throw new XccdfFileError(file, `is not well-formed XML, or is cut off (${shown(message)})`, { cause: error });
  }
}

function elementOf(node: Parsed): readonly (XmlElement | string)[] {
  return Object.entries(node).flatMap(([name, value]): readonly (XmlElement | string)[] => {
    if (name === ":@") return [];
    if (!Array.isArray(value)) return [String(value)];
    const attributes = (node[":@"] ?? {}) as Readonly<Record<string, string>>;
    return [{ name, attributes, children: (value as readonly Parsed[]).flatMap(elementOf) }];
  });
}
