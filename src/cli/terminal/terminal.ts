/** How something is asked: `hidden` shows nothing of what is typed, `signal` takes the question back. */
export type HowToAsk = { readonly hidden?: true; readonly signal?: AbortSignal };

/** The line that was typed, without its end; undefined where the input ended before one did, or nobody waits for it. */
export type AskTerminal = (question: string, how?: HowToAsk) => Promise<string | undefined>;

/** What ends a command early from outside. */
export type InterruptSignal = "SIGINT" | "SIGTERM";

/** What the program is at: hosts need the processor, judging many of them needs memory. */
export type Work = "asking hosts" | "the rest";

/** What a command may touch of the world around it: handed in, so that commands can be run in a test. */
export type Terminal = {
  /** A line of result, on standard output. */
  readonly print: (line: string) => void;
  /** Talk, on standard error; no line break is added. */
  readonly talk: (text: string) => void;
  /** Standard error is a terminal that a line can be redrawn on. */
  readonly redraws: boolean;
  readonly columns: number;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly workingDirectory: string;
  /** How this program was started, without what it was told: Node and the program's path. */
  readonly program?: readonly string[];
  readonly now: () => Date;
  /** Told what comes next, so that whatever runs the program can be set for it. */
  readonly onWork?: (work: Work) => void;
  /** Asks whoever sits at the terminal. Undefined where nobody sits there. */
  readonly ask?: AskTerminal;
  /** Calls back at the first SIGINT or SIGTERM; returns how to stop listening. A second signal ends the process. */
  readonly onInterrupt: (listener: (signal: InterruptSignal) => void) => () => void;
};
