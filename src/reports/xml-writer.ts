import { carriable } from "./checklist/importable-text.ts";
import { codePointMark } from "./visible-text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const asEntity = (character: string): string => entities[character] ?? character;

/** Attributes of an element, in the order in which they are written. */
export type Attributes = Readonly<Record<string, string>>;

/** Text of an element. Quotes stay as they are: importers count every entity. */
export const escapeText = (text: string): string => carriable(text).replace(/[&<>]/g, asEntity);

/** Text of an attribute. Tab and line feed are marked too: readers make spaces of them. */
export const escapeAttribute = (text: string): string =>
  carriable(text)
    .replace(/[\t\n]/g, codePointMark)
    .replace(/[&<>"]/g, asEntity);

/** An opening tag without its brackets. */
const tag = (name: string, attributes: Attributes): string =>
  [name, ...Object.entries(attributes).map(([key, value]) => `${key}="${escapeAttribute(value)}"`)].join(" ");

/** One element with text, at a depth of tabs. An empty one is `<X></X>`, as STIG Viewer writes it. */
export const textElement = (depth: number, name: string, text: string, attributes: Attributes = {}): string =>
  `${"\t".repeat(depth)}<${tag(name, attributes)}>${escapeText(text)}</${name}>`;

/** An element around lines that are already indented. */
export const parentElement = (
  depth: number,
  name: string,
  children: readonly string[],
  attributes: Attributes = {},
): readonly string[] => [openTag(depth, name, attributes), ...children, closeTag(depth, name)];

/** The line with which an element begins, where what is in it is made bit by bit. */
export const openTag = (depth: number, name: string, attributes: Attributes = {}): string =>
  `${"\t".repeat(depth)}<${tag(name, attributes)}>`;

/** The line with which it ends. */
export const closeTag = (depth: number, name: string): string => `${"\t".repeat(depth)}</${name}>`;

/** What comes before the root: declaration and one comment. */
export const xmlHead = (comment: string): readonly string[] => [
  '<?xml version="1.0" encoding="UTF-8"?>',
  `<!--${escapeText(comment).replaceAll("-", "‐")}-->`,
];

/** A whole document: head and root; LF, no byte order mark. */
export const xmlDocument = (comment: string, root: readonly string[]): string =>
  [...xmlHead(comment), ...root, ""].join("\n");
