import Ajv2020 from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";
import { runDiffSchema } from "../../../src/findings/run-diff.ts";

it("src/findings/run-diff.schema.json is what src/findings/run-diff.ts says", async () => {
  const { $schema, ...rest } = z.toJSONSchema(runDiffSchema);
  const schema = { $schema, $id: "urn:plimsoll:schema:run-diff:1", title: "plimsoll diff", ...rest };
  expect(() => new Ajv2020.Ajv2020({ strict: true }).compile(schema)).not.toThrow();
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../../src/findings/run-diff.schema.json");
});
