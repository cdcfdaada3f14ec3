import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, until } from "../limits.ts";
import { type PasswordTurn, type PasswordTurns, type SpentPassword, startPasswordTurns } from "./password-turns.ts";

/** What the logins of one run remember of refusals, so that none is earned twice. */
export type Strikes = {
  /** What became of this login before in the run, where it was refused. */
  readonly refusal: (login: string) => ConnectFailure | undefined;
  /**
   * Tries a login, named by server, way, user and credential, unless the server refused it before in the run: then that
   * failure is given again, and nobody is contacted. Until it has succeeded once, one is tried at a time.
   */
  readonly logIn: <Result extends object>(
    login: string,
    limits: Limits,
    attempt: () => Promise<Result | ConnectFailure>,
  ) => Promise<Result | ConnectFailure>;
  /** Waits until this password may be sent to a server. No more are under way than may still be refused. */
  readonly takePassword: (
    password: string,
    server: string,
    limits: Limits,
  ) => Promise<PasswordTurn | SpentPassword | ConnectFailure>;
};

/** Begins a run in which nothing was refused yet. */
export const startStrikes = (): Strikes => ({ ...loginStrikes(), takePassword: passwordStrikes() });

const isFailure = (result: object): result is ConnectFailure => "state" in result && result.state === "failed";

/** A server that refuses, or hangs up while it is asked to let somebody in, has counted a failure. */
const isRefusal = ({ stage, cause }: ConnectFailure): boolean =>
  stage === "authentication" && (cause === "auth-failed" || cause === "unreachable");

function loginStrikes(): Pick<Strikes, "refusal" | "logIn"> {
  const refusals = new Map<string, ConnectFailure>();
  const proven = new Set<string>();
  const underWay = new Map<string, Promise<unknown>>();
  const judged = async <Result extends object>(
    login: string,
    attempt: () => Promise<Result | ConnectFailure>,
  ): Promise<Result | ConnectFailure> => {
    const result = await attempt();
    if (!isFailure(result)) proven.add(login);
    else if (isRefusal(result)) refusals.set(login, result);
    return result;
  };
  return {
    refusal: (login) => refusals.get(login),
    logIn: async (login, limits, attempt) => {
      for (let other = underWay.get(login); other !== undefined; other = underWay.get(login)) {
        const cut = await until<ConnectFailure | undefined>(limits, settled(other), ({ cause, message }) =>
          connectFailure("tcp", cause, `another login to the same server was waited for: ${message}`),
        );
        if (cut !== undefined) return cut;
      }
      const refused = refusals.get(login);
      if (refused !== undefined) return refused;
      const result = judged(login, attempt);
      if (proven.has(login)) return result;
      underWay.set(login, result);
      return result.finally(() => underWay.delete(login));
    },
  };
}

const settled = (event: Promise<unknown>): Promise<undefined> =>
  event.then(
    () => undefined,
    () => undefined,
  );

function passwordStrikes(): Strikes["takePassword"] {
  const byPassword = new Map<string, PasswordTurns>();
  return async (password, server, limits) => {
    const turns = byPassword.get(password) ?? startPasswordTurns({ freeOnceAccepted: false });
    byPassword.set(password, turns);
    return until(
      limits,
      turns.take(server),
      ({ cause, message }) => connectFailure("authentication", cause, `the password was not sent yet: ${message}`),
      (late) => late.state === "turn" && late.end("unknown"),
    );
  };
}
