import type { AnswerForm, ApiAnswer, ApiSession } from "../../src/connect/session.ts";
import { recordedAnswer } from "../../src/demo/recorded-answer.ts";
import { apiRecording } from "./recordings.ts";

type Get = (path: string, form?: AnswerForm) => ApiAnswer | Promise<ApiAnswer>;

/** A session that answers as a test says; of lists it gives what is to be kept of each item, as sessions do. */
export const answeringApi = (get: Get): ApiSession => ({
  server: "https://api",
  async get(path, { form, keep = (item: unknown) => item } = {}) {
    const answer = await get(path, form);
    if (answer.state === "failed" || !hasItems(answer.body)) return answer;
    return { state: "answered", body: { ...answer.body, items: answer.body.items.map(keep) } };
  },
  close: () => undefined,
});

/** A session with the demo's API server. */
export const replayedApi = (): ApiSession =>
  answeringApi((path, form) => {
    const accept = form === "metadata" ? "as=PartialObjectMetadataList" : "";
    const body = recordedAnswer(apiRecording, path.split("?")[0] ?? "", accept);
    return body === undefined
      ? { state: "failed", cause: "unsupported", message: "404", status: 404 }
      : { state: "answered", body };
  });

const hasItems = (body: unknown): body is { readonly items: readonly unknown[] } =>
  typeof body === "object" && body !== null && "items" in body && Array.isArray(body.items);

/** A list of the API on one page, as it answers. */
export const listed = (...items: readonly unknown[]): ApiAnswer => ({
  state: "answered",
  body: { metadata: {}, items },
});

/** An answer of who may not. */
export const forbidden: ApiAnswer = { state: "failed", cause: "permission-denied", message: "403", status: 403 };
