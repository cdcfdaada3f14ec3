import Ajv2020 from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";
import { assessmentSchema } from "../../../src/findings/assessment.ts";
import { runDiffSchema } from "../../../src/findings/run-diff.ts";
import { runHistorySchema } from "../../../src/findings/run-history.ts";

it.each([
  ["assessment", "plimsoll assessment", assessmentSchema],
  ["run-diff", "plimsoll diff", runDiffSchema],
  ["run-history", "plimsoll history", runHistorySchema],
] as const)("src/findings/%s.schema.json is what src/findings has of it", async (name, title, said) => {
  const { $schema, ...rest } = z.toJSONSchema(said);
  const [version] = said.shape.schemaVersion.values;
  const schema = { $schema, $id: `urn:plimsoll:schema:${name}:${version}`, title, ...rest };
  expect(() => new Ajv2020.Ajv2020({ strict: true }).compile(schema)).not.toThrow();
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot(`../../../src/findings/${name}.schema.json`);
});
