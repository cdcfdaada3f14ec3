import type { Terminal } from "../terminal/terminal.ts";

/** What every command is made with: the world, and where its exit status goes. */
export type CommandContext = { readonly terminal: Terminal; readonly finish: (exitCode: number) => void };
