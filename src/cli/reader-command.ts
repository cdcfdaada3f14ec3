import { Command } from "commander";
import { readerSha256, readerSource } from "../connect/reader.ts";
import type { CommandContext } from "./command-context.ts";
import { exitCodes } from "./exit-codes.ts";

/** `plimsoll reader`: the program that runs on nodes, to be carried to the console of one that has no sshd. */
export const readerCommand = ({ terminal, finish }: CommandContext): Command =>
  new Command("reader")
    .description("print the program that runs on nodes; sh reader.sh sweep > NODE.sweep runs it at a console")
    .option("--sha256", "print its SHA-256 only")
    .action(({ sha256 }: { readonly sha256?: true }) => {
      // Printing adds the line break that the program ends with.
      terminal.print(sha256 ? readerSha256 : readerSource.replace(/\n$/, ""));
      if (!sha256) terminal.talk(`SHA-256 ${readerSha256}\n`);
      finish(exitCodes.clean);
    });
