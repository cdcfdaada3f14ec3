#!/usr/bin/env node
import { homedir } from "node:os";
import { runProgram } from "./cli/program.ts";
import type { Terminal } from "./cli/terminal.ts";

const terminal: Terminal = {
  print: (line) => process.stdout.write(`${line}\n`),
  talk: (text) => process.stderr.write(text),
  redraws: process.stderr.isTTY === true,
  // 0 where the terminal does not say.
  columns: process.stdout.columns || 80,
  environment: process.env,
  home: homedir(),
  workingDirectory: process.cwd(),
  now: () => new Date(),
  onInterrupt(listener) {
    // Only once: a second signal finds no listener and ends the process as usual.
    const heard = (signal: NodeJS.Signals): void => {
      if (signal === "SIGINT" || signal === "SIGTERM") listener(signal);
    };
    process.once("SIGINT", heard);
    process.once("SIGTERM", heard);
    return () => process.off("SIGINT", heard).off("SIGTERM", heard);
  },
};

// Set, not exited with: pending output is written first.
process.exitCode = await runProgram(process.argv.slice(2), terminal);
