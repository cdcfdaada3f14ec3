import { mkdtempSync, rmSync } from "node:fs";
import { isIP } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, within } from "../limits.ts";
import type { LoginGoal } from "../login.ts";
import type { NegotiatedAlgorithms, Transport } from "../session.ts";
import { patience, type Slot } from "../slot.ts";
import { type ChannelOutcome, type Channels, followChannels } from "./channels.ts";
import { type LoginAttempt, loginFailure } from "./login-failure.ts";
import { masterArguments } from "./ssh-arguments.ts";
import { emptyLog, type LoginLog, readLogLine } from "./ssh-log.ts";
import { startLogin } from "./ssh-process.ts";
import type { OpensshProgram } from "./ssh-program.ts";

type Shows = Pick<Transport, "banner" | "hostKey" | "hostKeyTrust" | "algorithms">;
/** What a server shows of itself. */
type Shown = { -readonly [What in keyof Shows]: Shows[What] };

/** A login that stands: other processes use it by its control socket. */
export type Login = {
  readonly state: "open";
  readonly control: string;
  readonly channels: Channels;
  /** Called once, when it has ended by whichever side. */
  readonly onEnd: (listener: () => void) => void;
  readonly close: () => void;
};

/** How a login is come by. Deadlines in milliseconds. */
export type LoginCourse = {
  readonly program: OpensshProgram;
  readonly environment: NodeJS.ProcessEnv;
  readonly goal: LoginGoal;
  /** Control socket of the server through which it goes, and what becomes of the channel there. */
  readonly way?: { readonly control: string; readonly channel: Promise<ChannelOutcome> };
  readonly stepDeadline: number;
  readonly authenticationDeadline: number;
  readonly limits: Limits;
  readonly slot: Slot;
};

/** A process that logs in. `onNews` has one listener, called after each line and at the end. */
type LoggingIn = {
  readonly log: LoginLog;
  readonly control: string;
  readonly channels: Channels;
  readonly hasEnded: () => boolean;
  readonly onNews: (listener: () => void) => void;
  readonly onEnd: (listener: () => void) => void;
  readonly end: () => void;
};

/**
 * Logs in by a process of `ssh`, and notes what the server shows of itself in `seen`; undefined where only its host key was
 * wanted. Never rejects; a failure has ended the process.
 */
export async function logIn(
  attempt: LoginAttempt,
  course: LoginCourse,
  seen: Shown,
): Promise<Login | ConnectFailure | undefined> {
  const started = start(attempt, course, seen);
  const { control, channels, onEnd, end } = started;
  const failure = await takeSteps(started, attempt, course);
  if (failure === undefined && course.goal === "login") return { state: "open", control, channels, onEnd, close: end };
  end();
  return failure;
}

function start(attempt: LoginAttempt, { program, environment, goal, way }: LoginCourse, seen: Shown): LoggingIn {
  const folder = mkdtempSync(join(tmpdir(), "plimsoll-ssh-"));
  const control = join(folder, "c");
  const log = emptyLog(isIP(attempt.target.address) === 0 ? "dns" : "tcp");
  const channels = followChannels();
  const endings: (() => void)[] = [];
  let ended = false;
  let news = (): void => undefined;
  const { child, end } = startLogin(
    program.path,
    masterArguments(attempt.target, { control, goal, ...(way && { way: way.control }) }, program),
    environment,
  );
  createInterface({ input: child.stderr }).on("line", (line) => {
    readLogLine(log, line);
    channels.readLine(line);
    noteSeen(log, seen);
    news();
  });
  child.once("close", () => {
    ended = true;
    rmSync(folder, { recursive: true, force: true });
    channels.lose();
    news();
    for (const listener of endings) listener();
  });
  // That there is a connection the way knows; `ssh` itself only hears what comes through it.
  void way?.channel.then(({ state }) => {
    if (state === "open" && log.stage === "tcp") log.stage = "banner";
    news();
  });
  const onNews = (listener: () => void): void => {
    news = listener;
  };
  const onEnd = (listener: () => void): void => {
    if (ended) listener();
    else endings.push(listener);
  };
  return { log, control, channels, hasEnded: () => ended, onNews, onEnd, end };
}

function noteSeen({ stage, banner, hostKey, trust, algorithms }: LoginLog, seen: Shown): void {
  if (banner !== undefined) seen.banner = banner;
  if (hostKey !== undefined) seen.hostKey = hostKey;
  // A server that only shows a key, and does not hold it, comes no further than before that.
  if (stage !== "authentication") return;
  if (trust !== undefined) seen.hostKeyTrust = trust;
  if (isWhole(algorithms)) seen.algorithms = algorithms;
}

const isWhole = (algorithms: LoginLog["algorithms"]): algorithms is NegotiatedAlgorithms =>
  [algorithms.kex, algorithms.hostKey, algorithms.cipher, algorithms.mac].every((name) => name !== undefined);

async function takeSteps(
  process: LoggingIn,
  attempt: LoginAttempt,
  course: LoginCourse,
): Promise<ConnectFailure | undefined> {
  const { log } = process;
  const { stepDeadline, authenticationDeadline, goal, limits, slot } = course;
  const step = (milliseconds: number, isTaken: () => boolean, words: string): Promise<ConnectFailure | undefined> =>
    within<ConnectFailure | undefined>(
      limits,
      milliseconds,
      (end) => {
        const look = (): void => {
          if (isTaken()) end(unverified(log));
          else if (process.hasEnded()) end(loginFailure(log, attempt));
        };
        process.onNews(look);
        look();
        return process.end;
      },
      (cut) => connectFailure(log.stage, cut.cause, `${words}${cut.message}`),
    );
  const isConnected = (): boolean => log.stage !== "dns" && log.stage !== "tcp";
  const isIdentified = (): boolean => log.banner !== undefined;
  const isThere = (): boolean => (goal === "login" ? log.ready : log.stage === "authentication");
  const unfinished = goal === "login" ? "the login was not done: " : "the handshake was not done: ";
  // `ssh` takes its time to start, and goes on by itself while there is no place yet.
  const lent = (failure: Promise<ConnectFailure | undefined>) =>
    slot.lend(failure, patience.identification, limits.hold);
  return (
    (await lent(step(stepDeadline, isConnected, ""))) ??
    (await lent(step(stepDeadline, isIdentified, "the server did not identify itself: "))) ??
    (await step(authenticationDeadline, isThere, unfinished))
  );
}

/** Whatever a configuration may have switched off: a host key that `ssh` did not say it knows is not believed. */
function unverified({ stage, trust }: LoginLog): ConnectFailure | undefined {
  if (stage !== "authentication" || trust !== undefined) return undefined;
  return connectFailure("host-key", "host-key-unknown", "ssh did not verify the host's key against known_hosts");
}
