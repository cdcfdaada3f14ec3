import { carriable } from "./checklist/importable-text.ts";

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** Text of an element. Quotes stay as they are: importers count every entity. */
const escapeText = (text: string): string =>
  carriable(text).replace(/[&<>]/g, (character) => entities[character] ?? character);

/** One element with text, at a depth of tabs. An empty one is `<X></X>`, as STIG Viewer writes it. */
export const textElement = (depth: number, name: string, text: string): string =>
  `${"\t".repeat(depth)}<${name}>${escapeText(text)}</${name}>`;

/** An element around lines that are already indented. */
export const parentElement = (depth: number, name: string, children: readonly string[]): readonly string[] => [
  `${"\t".repeat(depth)}<${name}>`,
  ...children,
  `${"\t".repeat(depth)}</${name}>`,
];

/** A whole document: declaration, one comment, root; LF, no byte order mark. */
export const xmlDocument = (comment: string, root: readonly string[]): string =>
  ['<?xml version="1.0" encoding="UTF-8"?>', `<!--${escapeText(comment).replaceAll("-", "‐")}-->`, ...root, ""].join(
    "\n",
  );
