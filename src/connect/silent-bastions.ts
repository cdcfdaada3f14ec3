import type { ConnectFailure } from "./connect-failure.ts";

/** Each attempt in vain costs all hosts behind a bastion its deadline; the second is for one that was only starting. */
const attemptsAtMost = 2;

/** The bastions that one run has waited for in vain. */
export type SilentBastions = {
  /** Why a bastion is not tried any more; undefined where it may be. */
  readonly givenUp: (bastion: string) => ConnectFailure | undefined;
  /** Takes down what became of an attempt to log in there. */
  readonly note: (bastion: string, result: ConnectFailure | { readonly state: "open" }) => void;
};

/** Begins a run in which every bastion is worth an attempt. */
export function startSilentBastions(): SilentBastions {
  const silences = new Map<string, readonly ConnectFailure[]>();
  return {
    givenUp: (bastion) => {
      const failures = silences.get(bastion) ?? [];
      return failures.length < attemptsAtMost ? undefined : failures.at(-1);
    },
    note: (bastion, result) => {
      if (result.state === "open") silences.delete(bastion);
      else if (result.cause === "timed-out") silences.set(bastion, [...(silences.get(bastion) ?? []), result]);
    },
  };
}
