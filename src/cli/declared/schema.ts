import { Argument, Command } from "commander";
import type { SchemaName } from "../schema-command.ts";
import type { CommandContext } from "./command-context.ts";

const names: readonly SchemaName[] = ["assessment", "run-diff", "run-history"];

/** `plimsoll schema NAME`: the JSON Schema of what plimsoll writes for programs, as it is published. */
export const schemaCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("schema")
    .description("print the JSON Schema of assessment.json, or of what diff and history print as JSON")
    .addArgument(new Argument("<schema>", "which of them").choices(names))
    .action(async (name: SchemaName) => {
      const { printSchema } = await import("../schema-command.ts");
      finish(printSchema(name, terminal));
    });
