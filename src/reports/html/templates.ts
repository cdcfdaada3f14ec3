import Handlebars from "handlebars";
import { ownText } from "../../own-files.ts";

/** Strict: a name that the view does not have is an error, not an empty place in a report. */
const options: CompileOptions = JSON.parse(ownText("templates/compile-options.json"));

/**
 * The template of a file of `templates/`, by its path there without the ending: `partials/counts`. What is built has another
 * module in this one's place, in which all of them are compiled: `.github/templates.mjs`.
 */
export const templateOf = (name: string): HandlebarsTemplateDelegate =>
  Handlebars.compile(ownText(`templates/${name}.hbs`), options);
