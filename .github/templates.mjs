// The templates as functions, so that no run compiles them.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

const templates = join(import.meta.dirname, "../templates");
const textOf = (name) => readFileSync(join(templates, name), "utf8");

/** What stands in place of src/reports/html/templates.ts in plimsoll.cjs: it needs Handlebars' runtime alone. */
export function precompiledTemplates() {
  const options = JSON.parse(textOf("compile-options.json"));
  const compiled = readdirSync(templates, { recursive: true })
    .filter((path) => path.endsWith(".hbs"))
    .sort()
    .map((path) => `${JSON.stringify(path.slice(0, -".hbs".length))}: ${Handlebars.precompile(textOf(path), options)}`);
  return `import Handlebars from "handlebars/runtime.js";
const compiled = {
${compiled.join(",\n")}
};
export const templateOf = (name) => Handlebars.template(compiled[name]);
`;
}
