/** A running shell, seen from here: whatever carries it, SSH or a child process. */
export type ReaderChannel = {
  readonly write: (text: string | Buffer) => void;
  /** The shell's standard output. One listener. */
  readonly onOutput: (listener: (chunk: Buffer) => void) => void;
  /** The shell's standard error. One listener. */
  readonly onDiagnostics: (listener: (chunk: Buffer) => void) => void;
  /** Called once, when nothing more will come; at once where that is already so. */
  readonly onEnd: (listener: () => void) => void;
  /** Why it ended, where something on the way there is known to have broken. */
  readonly whyEnded?: () => string | undefined;
  /** Ends the shell and the connection that carries it. */
  readonly close: () => void;
};
