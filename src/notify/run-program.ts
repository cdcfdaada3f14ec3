import { spawn } from "node:child_process";
import { signalGroup } from "../process-group.ts";
import { diffJson } from "../reports/diff/json.ts";
import { secretVariables } from "../secret-variables.ts";
import { type News, newsNotifier, newsSentence } from "./news.ts";
import { type Notifier, newlyOpen } from "./outcome.ts";

/** Milliseconds that a program may take, and then to end by itself. */
const patience = 60_000;
const farewell = 5_000;
/** Milliseconds for its output to end once it has. */
const lastWords = 1_000;
/** What it says is shown up to this length, in characters. */
const mostSaid = 4_000;

/** A program that is told, and what it is started with. */
export type ToldProgram = {
  /** Its path. */
  readonly program: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Shows what the program says. */
  readonly talk: (text: string) => void;
};

/** Secrets of logins are none of a program's business. */
const secrets: readonly string[] = Object.values(secretVariables);

/**
 * Starts a program when there is news, without a shell and without arguments: the difference as JSON on its standard
 * input, the main points in its environment. It fails where it ends in another status than 0, or is not done in time.
 */
export const programNotifier = (told: ToldProgram): Notifier => newsNotifier(told.program, (news) => run(told, news));

const variablesOf = ({ assessment, folder, status, diff }: News) => ({
  PLIMSOLL_CLUSTER: assessment.cluster,
  PLIMSOLL_RUN: folder,
  PLIMSOLL_STATUS: String(status),
  PLIMSOLL_NEWLY_OPEN: String(newlyOpen(diff).length),
  PLIMSOLL_TEXT: newsSentence(diff),
});

function run({ program, environment, talk }: ToldProgram, outcome: News): Promise<string | undefined> {
  const kept = Object.entries(environment).filter(([name]) => !secrets.includes(name));
  const env = { ...Object.fromEntries(kept), ...variablesOf(outcome) };
  const child = spawn(program, [], { stdio: ["pipe", "pipe", "pipe"], detached: true, env });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      said = `${said}${text}`.slice(0, mostSaid);
    });
  }
  // It need not read what it is told.
  child.stdin.on("error", () => undefined);
  child.stdin.end([...diffJson(outcome.diff)].join(""));
  return new Promise((resolve) => {
    let why: string | undefined;
    const timers: NodeJS.Timeout[] = [];
    const after = (milliseconds: number, action: () => void): void => {
      timers.push(setTimeout(action, milliseconds));
    };
    after(patience, () => {
      why = `it was not done within ${patience / 1000} s`;
      signalGroup(child.pid, "SIGTERM");
    });
    after(patience + farewell, () => signalGroup(child.pid, "SIGKILL"));
    child.once("error", (error) => {
      why = error.message;
    });
    child.once("exit", (status, signal) => {
      why ??= wrong(status, signal);
      // What it left behind may hold its output open for as long as it likes.
      after(lastWords, () => {
        for (const stream of child.stdio) stream?.destroy();
      });
    });
    child.once("close", () => {
      for (const timer of timers) clearTimeout(timer);
      if (said !== "") talk(said.endsWith("\n") ? said : `${said}\n`);
      resolve(why);
    });
  });
}

function wrong(status: number | null, signal: NodeJS.Signals | null): string | undefined {
  if (status === 0) return undefined;
  return status === null ? `it was ended by ${signal}` : `it ended in status ${status}`;
}
