import { Argument, Command } from "commander";
import type { SchemaName } from "../commands/schema.ts";
import type { JsonFlag } from "../results/result.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption } from "./options.ts";

const names: readonly SchemaName[] = ["assessment", "run-diff", "run-history"];

/** `plimsoll schema NAME`: the JSON Schema of what plimsoll writes for programs, as it is published. */
export const schemaCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("schema")
    .description("print the JSON Schema of assessment.json, or of what diff and history print as JSON")
    .addArgument(new Argument("<schema>", "which of them").choices(names))
    .addOption(jsonOption())
    .action(async (name: SchemaName, flags: JsonFlag) => {
      const { printSchema } = await import("../commands/schema.ts");
      finish(printSchema(name, flags, terminal));
    });
