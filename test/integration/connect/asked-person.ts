import { afterAll, afterEach } from "vitest";
import type { AskPerson } from "../../../src/connect/logins/answers.ts";
import { type Answering, type LoginRun, startLoginRun } from "../../../src/connect/logins/login-run.ts";
import { createWorkshop } from "./sshd.ts";

export const workshop = createWorkshop();
const runs: LoginRun[] = [];
/** A run of logins, which ends with its test. */
export const begin = (answering: Answering = {}): LoginRun => {
  const run = startLoginRun(answering);
  runs.push(run);
  return run;
};
afterEach(() => {
  for (const run of runs.splice(0)) run.close();
});
afterAll(() => workshop.remove());

/** A person who answers in this order, and whose questions are kept. */
export function person(...answers: readonly (string | undefined)[]) {
  const asked: { readonly question: string; readonly hidden: boolean }[] = [];
  const left = [...answers];
  const ask: AskPerson = (question, { hidden }) => {
    asked.push({ question, hidden: hidden === true });
    return Promise.resolve(left.shift());
  };
  return { ask, asked };
}
