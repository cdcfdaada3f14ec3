import { describe, expect, it } from "vitest";
import { type ConnectFailure, connectFailure } from "../../../src/connect/connect-failure.ts";
import { deferred, type Limits, startLimits } from "../../../src/connect/limits.ts";
import { type Strikes, startStrikes } from "../../../src/connect/logins/strikes.ts";

const limits = (signal = new AbortController().signal): Limits => {
  const started = startLimits(60_000, signal);
  started.release();
  return started;
};
const refused = connectFailure("authentication", "auth-failed", "no");
const opened = { state: "open" } as const;
type Result = ConnectFailure | typeof opened;

describe("logins of a run", () => {
  it("are tried one at a time until one has shown that the credential is taken", async () => {
    const strikes = startStrikes();
    const first = deferred<Result>();
    let tried = 0;
    const attempt = (result: Promise<Result>) => () => {
      tried += 1;
      return result;
    };
    const one = strikes.logIn("a", limits(), attempt(first.promise));
    const two = strikes.logIn("a", limits(), attempt(Promise.resolve(opened)));
    const other = strikes.logIn("b", limits(), attempt(Promise.resolve(opened)));
    expect(await other).toBe(opened);
    expect(tried).toBe(2);
    first.resolve(opened);
    expect([await one, await two, tried]).toEqual([opened, opened, 3]);
    const never = deferred<Result>();
    void strikes.logIn("a", limits(), attempt(never.promise));
    expect(await strikes.logIn("a", limits(), attempt(Promise.resolve(opened)))).toBe(opened);
  });

  it("are not tried again where they were refused", async () => {
    const strikes = startStrikes();
    let tried = 0;
    const attempt = async (): Promise<Result> => {
      tried += 1;
      return refused;
    };
    const all = await Promise.all([1, 2, 3].map(() => strikes.logIn("a", limits(), attempt)));
    expect([all, tried]).toEqual([[refused, refused, refused], 1]);
    expect(strikes.refusal("a")).toBe(refused);
    expect(strikes.refusal("b")).toBeUndefined();
  });

  it.each([
    ["a host that is not there", connectFailure("tcp", "unreachable", "")],
    ["an unknown host key", connectFailure("host-key", "host-key-unknown", "")],
    ["a bastion that refused", connectFailure("tcp", "auth-failed", "")],
    ["a server that was too slow", connectFailure("authentication", "timed-out", "")],
  ])("may be tried again after %s", async (_what, failure) => {
    const strikes = startStrikes();
    await strikes.logIn("a", limits(), () => Promise.resolve<Result>(failure));
    expect(await strikes.logIn("a", limits(), () => Promise.resolve<Result>(opened))).toBe(opened);
  });

  it("are over for a server that hung up on them", async () => {
    const strikes = startStrikes();
    const hungUp = connectFailure("authentication", "unreachable", "");
    await strikes.logIn("a", limits(), () => Promise.resolve<Result>(hungUp));
    expect(await strikes.logIn("a", limits(), () => Promise.resolve<Result>(opened))).toBe(hungUp);
  });

  it("wait for each other no longer than their host may", async () => {
    const strikes = startStrikes();
    void strikes.logIn("a", limits(), () => new Promise<Result>(() => undefined));
    const cut = strikes.logIn("a", limits(AbortSignal.abort()), () => Promise.resolve<Result>(opened));
    expect(await cut).toMatchObject({ state: "failed", cause: "interrupted" });
  });
});

describe("a password", () => {
  const take = async (strikes: Strikes, server: string) => {
    const turn = await strikes.takePassword("p", server, limits());
    if (turn.state !== "turn") throw new Error(JSON.stringify(turn));
    return turn;
  };

  it("is under way to no more servers than may still refuse it", async () => {
    const strikes = startStrikes();
    const [one, two] = [await take(strikes, "a"), await take(strikes, "b")];
    let third: string | undefined;
    const waiting = strikes.takePassword("p", "c", limits()).then((turn) => {
      third = turn.state;
      return turn;
    });
    expect(await strikes.takePassword("another", "c", limits())).toMatchObject({ state: "turn" });
    expect(third).toBeUndefined();
    one.end("refused");
    one.end("refused");
    two.end("accepted");
    const turn = await waiting;
    if (turn.state !== "turn") throw new Error("no turn");
    turn.end("refused");
    expect(await strikes.takePassword("p", "d", limits())).toEqual({ state: "spent", refusedBy: ["a", "c"] });
  });

  it("is not sent again to a server that refused it, nor twice at once to one", async () => {
    const strikes = startStrikes();
    const first = await take(strikes, "a");
    const again = strikes.takePassword("p", "a", limits());
    first.end("refused");
    expect(await again).toEqual({ state: "spent", refusedBy: ["a"] });
    expect(await take(strikes, "b")).toMatchObject({ state: "turn" });
  });

  it("is free again where the server did not say", async () => {
    const strikes = startStrikes();
    for (const server of ["a", "b", "c", "d"]) (await take(strikes, server)).end("unknown");
    (await take(strikes, "e")).end("accepted");
  });

  it("is waited for no longer than the host may, whose turn goes to the next one", async () => {
    const strikes = startStrikes();
    const first = await take(strikes, "a");
    await take(strikes, "b");
    const cut = strikes.takePassword("p", "c", limits(AbortSignal.abort()));
    expect(await cut).toMatchObject({ state: "failed", cause: "interrupted" });
    const next = take(strikes, "d");
    first.end("unknown");
    expect(await next).toMatchObject({ state: "turn" });
  });
});
