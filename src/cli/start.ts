import { homedir } from "node:os";
import { setEngineFor } from "./engine.ts";
import { exitCodes } from "./exit-codes.ts";
import { runProgram } from "./program.ts";
import { askAtTerminal } from "./terminal/ask-terminal.ts";
import { redraws } from "./terminal/redraws.ts";
import type { Terminal } from "./terminal/terminal.ts";

const ask = askAtTerminal();

const terminal: Terminal = {
  print: (line) => process.stdout.write(`${line}\n`),
  talk: (text) => process.stderr.write(text),
  redraws: redraws(process.stderr, process.env),
  get columns() {
    // 0 where the terminal does not say.
    return process.stdout.columns || process.stderr.columns || 80;
  },
  environment: process.env,
  home: homedir(),
  workingDirectory: process.cwd(),
  program: process.argv.slice(0, 2),
  now: () => new Date(),
  onWork: setEngineFor,
  ...(ask && { ask }),
  onInterrupt(listener) {
    // Only once: a second signal finds no listener and ends the process as usual.
    const heard = (signal: NodeJS.Signals): void => {
      process.off("SIGINT", heard).off("SIGTERM", heard);
      if (signal === "SIGINT" || signal === "SIGTERM") listener(signal);
    };
    process.on("SIGINT", heard).on("SIGTERM", heard);
    return () => process.off("SIGINT", heard).off("SIGTERM", heard);
  },
};

let outputFailure: number | undefined;

// What runs goes on to its end, so that nothing is left behind: only what it prints is lost.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE" && outputFailure === undefined) {
    process.stderr.write(`plimsoll: standard output could not be written: ${error.message}\n`);
  }
  outputFailure = error.code === "EPIPE" ? exitCodes.outputClosed : exitCodes.output;
  process.exitCode = outputFailure;
});
// Talk that nobody listens to is no failure.
process.stderr.on("error", () => undefined);

void runProgram(process.argv.slice(2), terminal).then((exitCode) => {
  // Set, not exited with: pending output is written first.
  process.exitCode = outputFailure ?? exitCode;
});
