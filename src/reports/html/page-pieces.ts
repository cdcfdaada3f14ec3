import { createHash } from "node:crypto";
import { ownText } from "../../own-files.ts";
import { templateOf } from "./templates.ts";

/** Partials by name, each of the file that is called after it. */
export const partialsOf = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, templateOf(`partials/${name}`)]));

/** Style sheets by name, as one: in the order in which they override each other. */
export const styleOf = (names: readonly string[]): string =>
  names.map((name) => ownText(`templates/style/${name}.css`)).join("");

/** Scripts by name, as one, of which each sees all as its own. */
export const scriptOf = (names: readonly string[]): string =>
  `(() => {\n"use strict";\n${names.map((name) => ownText(`templates/script/${name}.js`)).join("")}})();\n`;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** Nothing but this one style and at most this one script: what a node could smuggle in neither runs nor loads. */
export const policyWith = (style: string, script?: string): string =>
  [
    "default-src 'none'",
    `style-src ${hashOf(style)}`,
    `script-src ${script === undefined ? "'none'" : hashOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join("; ");

/** Where in a rendered page what is rendered apart comes: `visible` leaves this character in no text. */
export const place = "\0";
