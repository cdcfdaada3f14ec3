import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import { type Limits, within } from "../limits.ts";
import type { PasswordOutcome } from "../logins/password-turns.ts";
import type { ReaderChannel } from "../reader-session/reader-channel.ts";
import { linesOf, refusedByPolicy, refusedElevation } from "./refusals.ts";
import { passwordPrompt, sudoProcess } from "./start-command.ts";
import type { LentPassword } from "./sudo-password.ts";

/** A sudo that was started and may ask for a password. */
export type AskingSudo = {
  readonly channel: ReaderChannel;
  readonly lent: LentPassword;
  /** Matches once what sudo was to run says its first word on standard output. */
  readonly isStarted: RegExp;
  /** Ends the process of that id, which is sudo's. */
  readonly kill: (process: string) => Promise<void>;
};

/** What was heard; `output` is kept for whoever listens after sudo. */
type Hearing = {
  readonly output: Buffer[];
  diagnostics: string;
  sent: boolean;
  hear: (chunk: Buffer) => void;
  hearDiagnostics: (chunk: Buffer) => void;
  ended: boolean;
  onEnd: () => void;
};

/** Bytes that may come before sudo has done its part: rc files and a lecture. */
const mostNoise = 64 * 1024;

type Judged = { readonly outcome: PasswordOutcome; readonly failure: ConnectFailure | undefined };

/**
 * Gives sudo its password where it asks for it by our prompt, once and never again, and waits for the first word of what
 * it runs: only then does the channel take a program, which sudo would otherwise read as further passwords. Never rejects.
 */
export async function giveSudoPassword(
  sudo: AskingSudo,
  deadline: number,
  limits: Limits,
): Promise<ReaderChannel | ConnectFailure> {
  const hearing = listen(sudo);
  const { outcome, failure } = await within<Judged>(
    limits,
    deadline,
    (end) => {
      const look = (): void => {
        const judged = judge(sudo, hearing);
        if (judged !== undefined) end(judged);
      };
      hearing.onEnd = look;
      hearing.hear = (chunk) => {
        hearing.output.push(chunk);
        look();
      };
      hearing.hearDiagnostics = (chunk) => {
        hearing.diagnostics = (hearing.diagnostics + chunk.toString("utf8")).slice(0, mostNoise);
        look();
      };
      look();
      return () => undefined;
    },
    (cut) => ({
      outcome: "unknown",
      failure: connectFailure("exec", cut.cause, `sudo started nothing: ${cut.message}${asked(sudo, hearing)}`),
    }),
  );
  if (failure === undefined) {
    sudo.lent.settle(outcome);
    return handOver(sudo, hearing);
  }
  await leave(sudo, hearing);
  sudo.lent.settle(outcome);
  return failure;
}

function listen({ channel }: AskingSudo): Hearing {
  const hearing: Hearing = {
    output: [],
    diagnostics: "",
    sent: false,
    hear: (chunk) => void hearing.output.push(chunk),
    hearDiagnostics: () => undefined,
    ended: false,
    onEnd: () => undefined,
  };
  channel.onOutput((chunk) => hearing.hear(chunk));
  channel.onDiagnostics((chunk) => hearing.hearDiagnostics(chunk));
  channel.onEnd(() => {
    hearing.ended = true;
    hearing.onEnd();
  });
  return hearing;
}

const outputOf = ({ output }: Hearing): string => Buffer.concat(output).toString("latin1");

/** What came of it, as far as it is known; sends the password where this is the moment. */
function judge({ channel, lent, isStarted }: AskingSudo, hearing: Hearing): Judged | undefined {
  const output = outputOf(hearing);
  if (isStarted.test(output)) return { outcome: hearing.sent ? "accepted" : "unknown", failure: undefined };
  if (hearing.ended) return judgeEnd(lent, hearing);
  if (output.length > mostNoise) {
    const message = "more than 64 KiB of other output came before sudo had started anything";
    return { outcome: "unknown", failure: connectFailure("exec", "unparseable", message) };
  }
  const [, ...answers] = hearing.diagnostics.split(passwordPrompt);
  if (answers.length > 0 && !hearing.sent) {
    hearing.sent = true;
    channel.write(`${lent.text}\n`);
    return undefined;
  }
  // A second question, or sudo's and sudo-rs' words before one. Of an expired password sudo says "and try again" too.
  const again = answers.length > 1 || /(?:Sorry|Authentication failed), try again/.test(answers.join(""));
  return again ? refused(lent, hearing) : undefined;
}

function judgeEnd(lent: LentPassword, hearing: Hearing): Judged {
  if (hearing.sent) {
    const policy = refusedByPolicy(hearing.diagnostics.replaceAll(passwordPrompt, "\n"));
    if (policy === undefined) return refused(lent, hearing);
    return { outcome: "accepted", failure: connectFailure("exec", "sudo-refused", hidden(policy, lent)) };
  }
  const failure =
    refusedElevation(hearing.diagnostics, "sudo-password") ??
    connectFailure("exec", "truncated", "the connection ended before sudo started anything");
  return { outcome: "unknown", failure };
}

const refused = (lent: LentPassword, hearing: Hearing): Judged => ({
  outcome: "refused",
  failure: connectFailure("exec", "sudo-refused", `sudo did not take the password${said(lent, hearing)}`),
});

/** What sudo said since it has the password, in brackets, where that is more than that it wants another one. */
function said(lent: LentPassword, { diagnostics }: Hearing): string {
  const since = diagnostics.split(passwordPrompt).slice(1).join("\n");
  const words = linesOf(since).filter((line) => !/^Sorry, try again/.test(line));
  return words.length === 0 ? "" : ` (${hidden(words.join(" "), lent).slice(0, 200)})`;
}

/** What sudo said last where it goes on waiting for something: a question that is not ours (a one-time code). */
function asked({ lent }: AskingSudo, { diagnostics }: Hearing): string {
  const last = linesOf(diagnostics.replaceAll(passwordPrompt, "\n")).at(-1);
  return last === undefined ? "" : `; the last it said was "${hidden(last, lent).slice(0, 200)}"`;
}

const hidden = (text: string, { text: password }: LentPassword): string => text.replaceAll(password, "(the password)");

/** Ends a sudo that may be waiting for an answer. */
async function leave({ channel, kill }: AskingSudo, hearing: Hearing): Promise<void> {
  const process = sudoProcess.exec(outputOf(hearing))?.[1];
  if (!hearing.ended && process !== undefined) await kill(process);
  channel.close();
}

/** The channel for whoever comes after sudo: what ran as root has said is heard from the beginning, once. */
function handOver({ channel, lent }: AskingSudo, hearing: Hearing): ReaderChannel {
  hearing.hearDiagnostics = () => undefined;
  return {
    ...channel,
    onOutput: (listener) => {
      hearing.hear = listener;
      for (const chunk of hearing.output.splice(0)) listener(chunk);
    },
    onDiagnostics: (listener) => {
      hearing.hearDiagnostics = (chunk) => listener(Buffer.from(hidden(chunk.toString("utf8"), lent)));
    },
    onEnd: (listener) => {
      hearing.onEnd = listener;
      if (hearing.ended) setImmediate(listener);
    },
  };
}
