import { createHash } from "node:crypto";
import Handlebars from "handlebars";
import { ownText } from "../../own-files.ts";

/** The text of a file of `templates/`. */
export const template = (name: string): string => ownText(`templates/${name}`);

/** Partials by name, each of the file that is called after it. */
export const partialsOf = (names: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, template(`partials/${name}.hbs`)]));

/** Style sheets by name, as one: in the order in which they override each other. */
export const styleOf = (names: readonly string[]): string =>
  names.map((name) => template(`style/${name}.css`)).join("");

/** Strict: a name that the view does not have is an error, not an empty place in a report. */
export const compiled = (text: string) => Handlebars.create().compile(text, { strict: true, knownHelpersOnly: true });

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
