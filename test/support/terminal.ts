import type { AskTerminal, Terminal } from "../../src/cli/terminal/terminal.ts";

/** A terminal that keeps what was said. */
export function recordedTerminal(more: Partial<Terminal> = {}) {
  const printed: string[] = [];
  const talked: string[] = [];
  const terminal: Terminal = {
    print: (line) => printed.push(line),
    talk: (text) => talked.push(text),
    redraws: false,
    columns: 80,
    environment: {},
    home: "/nonexistent",
    workingDirectory: "/nonexistent",
    now: () => new Date("2026-11-21T06:00:00Z"),
    onInterrupt: () => () => undefined,
    ...more,
  };
  return { terminal, printed: () => printed.join("\n"), talked: () => talked.join("") };
}

/** Somebody at the terminal who answers in this order, and whose questions are kept. */
export function answering(...answers: readonly (string | undefined)[]) {
  const asked: string[] = [];
  const ask: AskTerminal = (question) => Promise.resolve(answers[asked.push(question) - 1]);
  return { ask, asked };
}
