import Ajv2020 from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { z } from "zod";
import { runHistorySchema } from "../../../src/findings/run-history.ts";

it("src/findings/run-history.schema.json is what src/findings/run-history.ts says", async () => {
  const { $schema, ...rest } = z.toJSONSchema(runHistorySchema);
  const schema = { $schema, $id: "urn:plimsoll:schema:run-history:1", title: "plimsoll history", ...rest };
  expect(() => new Ajv2020.Ajv2020({ strict: true }).compile(schema)).not.toThrow();
  const text = `${JSON.stringify(schema, undefined, 2)}\n`;
  await expect(text).toMatchFileSnapshot("../../../src/findings/run-history.schema.json");
});
