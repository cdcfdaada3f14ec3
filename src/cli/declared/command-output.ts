import type { OutputConfiguration } from "commander";
import { visibleProse } from "../../reports/visible-text.ts";
import type { Terminal } from "../terminal/terminal.ts";

/** Where commander prints help and complains of a command line: as plimsoll does of everything else. */
export const commandOutput = ({ print, talk }: Terminal): OutputConfiguration => ({
  writeOut: (text) => print(text.trimEnd()),
  writeErr: talk,
  outputError: (text, write) => write(visibleProse(text.replace(/^error: /, "plimsoll: "))),
});
