import { deferred } from "../limits.ts";

/** A password may be refused this often in a run, by whichever servers: a central account locks after three or five. */
const refusalsAtMost = 2;

/** `unknown`: the server did not ask for it, or did not say. */
export type PasswordOutcome = "accepted" | "refused" | "unknown";
/** A turn to send a password to one server: ended once, with what became of it. */
export type PasswordTurn = { readonly state: "turn"; readonly end: (outcome: PasswordOutcome) => void };
/** The password is not sent any more: who refused it. */
export type SpentPassword = { readonly state: "spent"; readonly refusedBy: readonly string[] };

/** The turns to send one password in one run. */
export type PasswordTurns = {
  /** Waits until the password may be sent to a server: never twice at once, and not again where it was refused. */
  readonly take: (server: string) => Promise<PasswordTurn | SpentPassword>;
  readonly refusedBy: () => readonly string[];
};

/**
 * Two strikes: no more turns are under way than may still be refused, so that a wrong password is refused twice and not
 * by all servers that are in flight. `freeOnceAccepted`: a server that takes it shows that others will, and frees it.
 */
export function startPasswordTurns({ freeOnceAccepted }: { readonly freeOnceAccepted: boolean }): PasswordTurns {
  const underWay = new Set<string>();
  const refusedBy = new Set<string>();
  let free = false;
  let changed = deferred<void>();
  const isSpent = (server: string): boolean => refusedBy.size >= refusalsAtMost || refusedBy.has(server);
  const mustWait = (server: string): boolean =>
    underWay.has(server) || (!free && underWay.size + refusedBy.size >= refusalsAtMost);
  const end = (server: string, outcome: PasswordOutcome): void => {
    underWay.delete(server);
    if (outcome === "refused") refusedBy.add(server);
    if (outcome === "accepted") free = freeOnceAccepted;
    const { resolve } = changed;
    changed = deferred<void>();
    resolve();
  };
  const take = async (server: string): Promise<PasswordTurn | SpentPassword> => {
    while (!isSpent(server) && mustWait(server)) await changed.promise;
    if (isSpent(server)) return { state: "spent", refusedBy: [...refusedBy] };
    underWay.add(server);
    let over = false;
    return {
      state: "turn",
      end: (outcome) => {
        if (over) return;
        over = true;
        end(server, outcome);
      },
    };
  };
  return { take, refusedBy: () => [...refusedBy] };
}
