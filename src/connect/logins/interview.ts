import { secretVariables } from "../../secret-variables.ts";
import { type ConnectFailure, connectFailure } from "../connect-failure.ts";
import type { Limits } from "../limits.ts";
import type { Answers, PersonSaid } from "./answers.ts";
import type { PasswordOutcome, PasswordTurn } from "./password-turns.ts";
import { plainWords } from "./plain-words.ts";
import type { Strikes } from "./strikes.ts";

/** One question of a server (RFC 4256 section 3.2): what is typed may be shown, or not. */
export type Prompt = { readonly prompt: string; readonly echo: boolean };
/** A round of questions, with what the server says before them. */
export type Round = { readonly name: string; readonly instructions: string; readonly prompts: readonly Prompt[] };

/** Answers what one server asks in one login. */
export type Interview = {
  /** The answers to a round, in its order, or why there are none. */
  readonly answer: (round: Round) => Promise<readonly string[] | ConnectFailure>;
  /** The login is over: what became of the answers. A question that is still open is taken back. */
  readonly end: (outcome: PasswordOutcome) => void;
};

/** Of an honest server: a password, a code, perhaps a second one. */
const roundsAtMost = 4;
const promptsAtMost = 8;
const promptLength = 200;
const instructionLines = 12;

type Course = {
  /** Who asks, in words for the person. */
  readonly asker: string;
  readonly answers: Answers;
  readonly strikes: Strikes;
  readonly limits: Limits;
  readonly answered: Set<string>;
  readonly gone: AbortController;
  turn: PasswordTurn | undefined;
};

/** A login in which the server has asked nothing yet. `asker` names it for the person who answers. */
export function startInterview(
  asker: string,
  { answers, strikes }: { readonly answers: Answers; readonly strikes: Strikes },
  limits: Limits,
): Interview {
  const course: Course = {
    asker,
    answers,
    strikes,
    limits,
    answered: new Set(),
    gone: new AbortController(),
    turn: undefined,
  };
  let rounds = 0;
  const end = (outcome: PasswordOutcome): void => {
    course.gone.abort();
    course.turn?.end(outcome);
  };
  return {
    answer: async (round) => {
      rounds += 1;
      if (rounds > roundsAtMost) return refuse(`the server asks more than ${roundsAtMost} times`);
      if (round.prompts.length > promptsAtMost) {
        return refuse(`the server asks ${round.prompts.length} questions at once`);
      }
      return answerRound(course, round);
    },
    end,
  };
}

const refuse = (message: string): ConnectFailure => connectFailure("authentication", "auth-failed", message);

const isPassword = ({ prompt, echo }: Prompt): boolean => !echo && /password|passphrase/i.test(prompt);
/** An expired password: what is asked for then is not the old one, and would be set. */
const isNewPassword = ({ prompt }: Prompt): boolean =>
  /\b(new|retype|re-enter|reenter|repeat|confirm|again)\b/i.test(prompt);

const quoted = ({ prompt }: Prompt): string => `"${plainWords(prompt, promptLength)}"`;

async function answerRound(course: Course, round: Round): Promise<readonly string[] | ConnectFailure> {
  const answers: string[] = [];
  let password: string | undefined;
  for (const prompt of round.prompts) {
    if (isPassword(prompt) && isNewPassword(prompt)) {
      return refuse(`the server asks ${quoted(prompt)}: the password has to be changed by hand first`);
    }
    // Whatever was wrong the first time would be wrong again, and be counted.
    if (course.answered.has(prompt.prompt)) {
      return refuse(`the server asks ${quoted(prompt)} again: it did not take the answer`);
    }
    course.answered.add(prompt.prompt);
    const said = await answerOne(course, round, prompt);
    if (said.state !== "said") return unanswered(prompt, said);
    if (isPassword(prompt)) password = said.text;
    answers.push(said.text);
  }
  return (password === undefined ? undefined : await takeTurn(course, password)) ?? answers;
}

const answerOne = ({ asker, answers, limits, gone }: Course, round: Round, prompt: Prompt): Promise<PersonSaid> => {
  const question = questionOf(asker, round, prompt);
  return isPassword(prompt)
    ? answers.password(question, limits)
    : answers.once(question, !prompt.echo, limits, gone.signal);
};

/** What the person reads: who asks, what that server says, each of its lines marked as its own. */
function questionOf(asker: string, { name, instructions }: Round, { prompt }: Prompt): string {
  const words = [
    name,
    ...instructions.split(/\r?\n/).slice(0, instructionLines),
    ...prompt.split(/\r?\n/).slice(0, -1),
  ];
  const lines = words.map((line) => plainWords(line, promptLength)).filter((line) => line !== "");
  const last = plainWords(prompt.split(/\r?\n/).at(-1) ?? "", promptLength);
  return [`${asker} asks:`, ...lines.slice(0, 2 * instructionLines), last].join("\n  | ").concat(" ");
}

function unanswered(prompt: Prompt, said: Exclude<PersonSaid, { state: "said" }>): ConnectFailure {
  const asked = `the server asks ${quoted(prompt)}`;
  if (said.state === "cut") return connectFailure("authentication", said.cut.cause, `${asked}: ${said.cut.message}`);
  if (said.state === "silent") return refuse(`${asked}, and nobody answered`);
  const otherwise = isPassword(prompt)
    ? ` (${secretVariables.sshPassword} or --ssh-password-file gives a password)`
    : "";
  return refuse(`${asked}, and nobody sits at a terminal to answer${otherwise}`);
}

/** One turn serves a whole login: there is one password. */
async function takeTurn(course: Course, password: string): Promise<ConnectFailure | undefined> {
  if (course.turn !== undefined) return undefined;
  const { strikes, asker, limits, gone } = course;
  // Others are waited for, which is no fault of this host.
  const resume = limits.hold();
  const turn = await strikes.takePassword(password, asker, limits);
  resume();
  if (turn.state === "failed") return turn;
  if (turn.state === "turn") {
    course.turn = turn;
    if (gone.signal.aborted) turn.end("unknown");
    return undefined;
  }
  const by = turn.refusedBy.join(" and by ");
  return refuse(`the password was refused by ${by} in this run, so it is not sent again: an account may be locked`);
}
