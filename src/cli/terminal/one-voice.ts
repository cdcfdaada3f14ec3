import type { HowToAsk, Terminal } from "./terminal.ts";

/** Leaves out what would be cleared away again: a line of progress is drawn as often as a person thinks in seconds. */
const withoutCleared = (text: string): string => text.replaceAll(/\r\x1b\[K[^\n]*(?=\r\x1b\[K)/g, "");

/**
 * A terminal at which one question stands at a time, however many hosts ask, and nothing is said over it: talk waits until
 * it is answered.
 */
export function oneVoice(terminal: Terminal): Terminal {
  const { ask } = terminal;
  if (ask === undefined) return terminal;
  let turn: Promise<unknown> = Promise.resolve();
  let isAsking = false;
  let unsaid = "";
  const askNow = async (question: string, how?: HowToAsk): Promise<string | undefined> => {
    if (how?.signal?.aborted) return undefined;
    isAsking = true;
    // A line of progress may stand there.
    const start = terminal.redraws ? "\r\x1b[K" : "";
    try {
      return await ask(`${start}${question}`, how);
    } finally {
      isAsking = false;
      terminal.talk(unsaid);
      unsaid = "";
    }
  };
  return {
    ...terminal,
    // Whoever sits there may make the window smaller.
    get columns() {
      return terminal.columns;
    },
    talk: (text) => {
      if (isAsking) unsaid = withoutCleared(unsaid + text);
      else terminal.talk(text);
    },
    ask: (question, how) => {
      const answer = turn.then(() => askNow(question, how));
      turn = answer.catch(() => undefined);
      return answer;
    },
  };
}
