import Ajv2020 from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";
import { assessmentSchema } from "../../../src/findings/assessment.ts";

it("src/findings/assessment.schema.json is what src/findings/assessment.ts says", async () => {
  const { $schema, ...rest } = z.toJSONSchema(assessmentSchema);
  const schema = { $schema, $id: "urn:plimsoll:schema:assessment:1", title: "plimsoll assessment", ...rest };
  expect(() => new Ajv2020.Ajv2020({ strict: true }).compile(schema)).not.toThrow();
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../../src/findings/assessment.schema.json");
});
