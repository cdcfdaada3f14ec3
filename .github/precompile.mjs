// The templates as functions, so that no audit compiles them: run after tsc it puts them in dist/ in place of what was built of
// src/reports/html/templates.ts. The bundle takes the same text.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

const root = join(import.meta.dirname, "..");
const templates = join(root, "templates");
const textOf = (name) => readFileSync(join(templates, name), "utf8");

/** A module with the export of src/reports/html/templates.ts that needs Handlebars' runtime alone. */
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

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, "dist/reports/html/templates.js"), precompiledTemplates());
}
