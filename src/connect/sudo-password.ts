/** What sudo made of a password; `unused` where it never asked for it, or did not say. */
export type PasswordOutcome = "accepted" | "refused" | "unused";

/** The password for one host. It is given to one sudo once, and `settle` says what came of it. */
export type LentPassword = { readonly text: string; readonly settle: (outcome: PasswordOutcome) => void };

/** The password that sudo asks for, in one run. */
export type SudoPassword = {
  /** Waits until the host may be given it; undefined where it was refused too often. */
  readonly lend: (host: string) => Promise<LentPassword | undefined>;
  /** The hosts on which sudo refused it. */
  readonly refusedOn: () => readonly string[];
};

/** After as many refusals no other host is given the password: each one counts towards a lock of the account. */
const mostRefusals = 2;

type Strikes = {
  readonly refused: Set<string>;
  /** Hosts that have it, and have not said what came of it. */
  readonly out: Set<string>;
  accepted: boolean;
  waiting: (() => void)[];
};

/**
 * Two strikes. Until some sudo has taken the password no more than two hosts have it at once, so that a wrong one is
 * refused on two hosts and not on all that are in flight.
 */
export function sudoPassword(text: string): SudoPassword {
  const strikes: Strikes = { refused: new Set(), out: new Set(), accepted: false, waiting: [] };
  const isOver = (host: string): boolean => strikes.refused.size >= mostRefusals || strikes.refused.has(host);
  const mustWait = (host: string): boolean =>
    strikes.out.has(host) || (!strikes.accepted && strikes.out.size + strikes.refused.size >= mostRefusals);
  const lend = async (host: string): Promise<LentPassword | undefined> => {
    while (!isOver(host) && mustWait(host)) {
      await new Promise<void>((wake) => strikes.waiting.push(wake));
    }
    if (isOver(host)) return undefined;
    strikes.out.add(host);
    return { text, settle: (outcome) => settle(strikes, host, outcome) };
  };
  return { lend, refusedOn: () => [...strikes.refused] };
}

function settle(strikes: Strikes, host: string, outcome: PasswordOutcome): void {
  if (!strikes.out.delete(host)) return;
  if (outcome === "accepted") strikes.accepted = true;
  if (outcome === "refused") strikes.refused.add(host);
  for (const wake of strikes.waiting.splice(0)) wake();
}
