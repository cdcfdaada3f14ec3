import { apiCauses } from "../../causes/api-causes.ts";
import { explain } from "../../causes/explanation.ts";
import type { Coverage } from "../../findings/assessment.ts";
import { visible } from "../visible-text.ts";
import { namedRule } from "./named-rule.ts";
import type { Waiter } from "./waiting.ts";
import type { WorklistEntry } from "./worklist-entry.ts";

type Api = Coverage["api"];

/** What the API server was not asked, or did not say: one entry for the server, one for each question. */
export function apiEntries(api: Api, waiters: readonly Waiter[]): readonly WorklistEntry[] {
  const questions = api.unread ?? [];
  const asked = new Set(questions.map(({ request }) => request));
  const named = new Set(questions.flatMap(({ rules }) => rules));
  const others = waiters.filter(
    ({ finding, waiting }) =>
      waiting.api.some(({ source }) => !asked.has(source.request)) &&
      !(named.has(finding.id) && api.state !== "unread"),
  );
  return [...serverEntries(api, others), ...questions.map((question) => questionEntry(question, waiters))];
}

/** The server itself; what else was not seen of it where it was read. */
function serverEntries(api: Api, others: readonly Waiter[]): readonly WorklistEntry[] {
  if (api.state !== "unread" && others.length === 0) return [];
  const rules = others.map(({ finding, waiting }) => namedRule(finding, requestsOf(waiting.api)));
  const entry = { which: null, also: null, rules, messages: [] };
  if (api.state === "not-configured") {
    return [{ ...entry, ...explain("not-configured", apiCauses), code: "" }];
  }
  if (api.state === "unread") {
    const cause = api.cause ?? "";
    return [{ ...entry, ...explain(cause, apiCauses), code: visible(cause), messages: messageOf(api.message) }];
  }
  return [{ ...entry, ...apiCauses.others, name: "Other answers", code: "" }];
}

const messageOf = (message: string | undefined): readonly string[] =>
  message === undefined || message === "" ? [] : [visible(message)];

const requestsOf = (rows: Waiter["waiting"]["api"]): string =>
  [...new Set(rows.map(({ source }) => source.request))].filter((request) => request !== "GET").join(", ");

type Question = NonNullable<Api["unread"]>[number];

const questionEntry = ({ request, cause, message, rules }: Question, waiters: readonly Waiter[]): WorklistEntry => ({
  ...explain(cause, apiCauses),
  name: visible(request),
  code: visible(cause),
  messages: messageOf(message),
  which: null,
  also: null,
  rules: waiters
    .filter(
      ({ finding, waiting }) =>
        rules.includes(finding.id) || waiting.api.some(({ source }) => source.request === request),
    )
    .map(({ finding }) => namedRule(finding, "")),
});
