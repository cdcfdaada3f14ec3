import { type Bastions, startBastions } from "../ssh2/bastions.ts";
import { type Answers, type AskPerson, startAnswers } from "./answers.ts";
import { type Strikes, startStrikes } from "./strikes.ts";

/** What all logins of one run share. */
export type LoginRun = {
  readonly strikes: Strikes;
  readonly answers: Answers;
  readonly bastions: Bastions;
  /** Aborted when the run ends: what is nobody's own is given up. */
  readonly signal: AbortSignal;
  /** Ends the connections to bastions, and a question that nobody waits for any more. */
  readonly close: () => void;
};

/** Who answers servers: a password that was given, and a person at the terminal. */
export type Answering = { readonly password?: string; readonly person?: AskPerson };

/** Begins a run. Whoever begins it closes it. */
export function startLoginRun(answering: Answering = {}): LoginRun {
  const end = new AbortController();
  const strikes = startStrikes();
  const bastions = startBastions();
  const close = (): void => {
    end.abort();
    bastions.close();
  };
  return { strikes, answers: startAnswers(answering, end.signal), bastions, signal: end.signal, close };
}
