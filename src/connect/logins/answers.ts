import { type Cut, type Limits, until } from "../limits.ts";

/** Asks the person at the terminal; undefined where they gave no answer. */
export type AskPerson = (
  question: string,
  how: { readonly hidden?: true; readonly signal: AbortSignal },
) => Promise<string | undefined>;

/** A person has two minutes, sshd's own LoginGraceTime by default: an answer after that reaches nobody. */
const patience = 120_000;

/** A text, `nobody` where no person sits there, `silent` where one did not answer, or why it was not waited for. */
export type PersonSaid =
  | { readonly state: "said"; readonly text: string }
  | { readonly state: "nobody" }
  | { readonly state: "silent" }
  | { readonly state: "cut"; readonly cut: Cut };

/** Who answers the questions of servers in one run. */
export type Answers = {
  /** The password, given or typed once; `question` is what the person is asked where it was not given. */
  readonly password: (question: string, limits: Limits) => Promise<PersonSaid>;
  /** What a person says to one question, of one server: it is never kept. Ends with the signal too. */
  readonly once: (question: string, isHidden: boolean, limits: Limits, gone: AbortSignal) => Promise<PersonSaid>;
};

/** Begins a run; with `end` all questions are given up. */
export function startAnswers(
  { password, person }: { readonly password?: string; readonly person?: AskPerson },
  end: AbortSignal,
): Answers {
  let typed: Promise<PersonSaid> | undefined =
    password === undefined ? undefined : Promise.resolve({ state: "said", text: password });
  const ask = async (question: string, isHidden: boolean, signals: readonly AbortSignal[]): Promise<PersonSaid> => {
    if (person === undefined) return { state: "nobody" };
    const signal = AbortSignal.any([end, ...signals]);
    const text = await withPatience(signal, (patient) =>
      person(question, isHidden ? { hidden: true, signal: patient } : { signal: patient }),
    );
    return text === undefined ? { state: "silent" } : { state: "said", text };
  };
  return {
    // Bound to no host: who asked first may be gone when it is typed, and others wait for it.
    password: (question, limits) => {
      typed ??= ask(question, true, []);
      return held(limits, typed);
    },
    once: (question, isHidden, limits, gone) => {
      const giveUp = new AbortController();
      const said = held(limits, ask(question, isHidden, [gone, giveUp.signal]));
      void said.then(({ state }) => state === "cut" && giveUp.abort());
      return said;
    },
  };
}

/** While a person is asked the host's clocks stand: nobody types against a deadline of 20 seconds. */
async function held(limits: Limits, answer: Promise<PersonSaid>): Promise<PersonSaid> {
  const resume = limits.hold();
  try {
    return await until<PersonSaid>(limits, answer, (cut) => ({ state: "cut", cut }));
  } finally {
    resume();
  }
}

async function withPatience<Result>(
  signal: AbortSignal,
  action: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const tooLate = new AbortController();
  const timer = setTimeout(() => tooLate.abort(), patience);
  try {
    return await action(AbortSignal.any([signal, tooLate.signal]));
  } finally {
    clearTimeout(timer);
  }
}
