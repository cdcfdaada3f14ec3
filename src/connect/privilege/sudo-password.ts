import { type PasswordOutcome, startPasswordTurns } from "../logins/password-turns.ts";

/** The password for one host. It is given to one sudo once, and `settle` says what came of it. */
export type LentPassword = { readonly text: string; readonly settle: (outcome: PasswordOutcome) => void };

/** The password that sudo asks for, in one run. */
export type SudoPassword = {
  /** Waits until the host may be given it; undefined where it was refused too often. */
  readonly lend: (host: string) => Promise<LentPassword | undefined>;
  /** The hosts on which sudo refused it. */
  readonly refusedOn: () => readonly string[];
};

/** Until some sudo has taken the password two hosts have it at most; then all may have it at once. */
export function sudoPassword(text: string): SudoPassword {
  const turns = startPasswordTurns({ freeOnceAccepted: true });
  const lend = async (host: string): Promise<LentPassword | undefined> => {
    const turn = await turns.take(host);
    if (turn.state === "spent") return undefined;
    return { text, settle: turn.end };
  };
  return { lend, refusedOn: turns.refusedBy };
}
