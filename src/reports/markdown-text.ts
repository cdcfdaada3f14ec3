import { visible, visibleProse } from "./visible-text.ts";

/**
 * What CommonMark, GitHub's dialect of it and OSCAL's insertions (`{{ … }}`) take for more than text: a backslash before
 * each of them makes it text again. A bare address would become a link.
 */
const markup = /[\\`*_{}[\]<>&~|!#@]|:(?=\/\/)|(?<=\bwww)\.|[-+](?= )(?<=^ *.)|[.)](?= )(?<=^ *\d+.)/gim;

/** Text of a node on one line of Markdown, where it stays text. */
export const markdownLine = (text: string): string => visible(text).replace(markup, "\\$&");

/** Our own or DISA's text as Markdown that says the same and nothing else; its lines stay lines. */
export const markdownProse = (text: string): string => visibleProse(text).replace(markup, "\\$&");
