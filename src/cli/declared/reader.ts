import { Command } from "commander";
import type { ReaderFlags } from "../commands/reader/reader.ts";
import type { CommandContext } from "./command-context.ts";
import { jsonOption } from "./options.ts";

/** `plimsoll reader`: the program that runs on nodes, to be carried to a console or to be installed. */
export const readerCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("reader")
    .description("print the program that runs on nodes; sh reader.sh sweep > NODE.sweep runs it at a console")
    .option("--sha256", "print its SHA-256 only")
    .option("--install", "print how a node lets a key run it as root, and nothing else")
    .option("--user <name>", "with --install: who logs in (default: audit)")
    .option("--public-key <file>", "with --install: the public key that logs in")
    .addOption(jsonOption())
    .action(async (flags: ReaderFlags) => {
      const { printReader } = await import("../commands/reader/reader.ts");
      finish(printReader(flags, terminal));
    });
