import type { ConnectFailure } from "../connect-failure.ts";
import { startSilentBastions } from "../silent-bastions.ts";
import type { Login } from "./login.ts";

/** A login that is shared; who has taken it gives it back. */
export type Taken = { readonly state: "open"; readonly login: Login; readonly giveBack: () => void };

/**
 * The logins at bastions that hosts of a run share: one for each bastion, and as many channels through it as are wanted.
 * The last who gives it back ends it.
 */
export type Bastions = {
  readonly take: (key: string, open: () => Promise<Login | ConnectFailure>) => Promise<Taken | ConnectFailure>;
};

type Shared = { readonly opening: Promise<Login | ConnectFailure>; users: number };

/** Answers, not accidents: to ask once more with the same key would only be counted against us. */
const final: readonly string[] = ["auth-failed", "host-key-changed", "host-key-unknown"];

/** No bastion is logged in to yet. */
export function shareBastions(): Bastions {
  const shared = new Map<string, Shared>();
  const silent = startSilentBastions();
  const begin = (key: string, open: () => Promise<Login | ConnectFailure>): Shared => {
    const entry: Shared = { opening: open(), users: 0 };
    const forget = (): void => {
      if (shared.get(key) === entry) shared.delete(key);
    };
    void entry.opening.then((login) => {
      silent.note(key, login);
      if (login.state === "open") login.onEnd(forget);
      else if (!final.includes(login.cause)) forget();
    });
    shared.set(key, entry);
    return entry;
  };
  return {
    async take(key, open) {
      const standing = shared.get(key);
      const givenUp = standing === undefined ? silent.givenUp(key) : undefined;
      if (givenUp !== undefined) return givenUp;
      const entry = standing ?? begin(key, open);
      entry.users += 1;
      const login = await entry.opening;
      if (login.state === "failed") return login;
      let given = false;
      const giveBack = (): void => {
        if (given) return;
        given = true;
        entry.users -= 1;
        if (entry.users > 0) return;
        if (shared.get(key) === entry) shared.delete(key);
        login.close();
      };
      return { state: "open", login, giveBack };
    },
  };
}
