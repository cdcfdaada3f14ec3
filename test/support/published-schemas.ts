import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);

/** SARIF 2.1.0, as a package of Microsoft's ships it: draft 4, of which nothing but `id` is other in draft 7. */
function sarifSchema(): object {
  const file = require.resolve("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json");
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, unknown>>;
  return schema;
}

const oscalSchema = (): object =>
  JSON.parse(
    readFileSync(new URL("schemas/oscal-assessment-results-1.2.0.schema.json", import.meta.url), "utf8"),
  ) as object;

function compiled(schema: object, unicodeRegExp: boolean): ValidateFunction {
  // A pattern of SARIF's has a bracket that only loose regular expressions take.
  const ajv = new Ajv({ strict: false, unicodeRegExp });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

const validators = { sarif: compiled(sarifSchema(), false), oscal: compiled(oscalSchema(), true) };

/** What a format's schema does not admit in a document; empty where it admits it. */
export function schemaProblems(format: keyof typeof validators, document: unknown): readonly string[] {
  const validate = validators[format];
  validate(document);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
