import type { ApiAnswer, FailureCause } from "../session.ts";
import type { Message, Response } from "./exchange.ts";
import { firstLine } from "./kubeconfig-error.ts";
import type { Tried } from "./retry.ts";

const causes: ReadonlyMap<number, FailureCause> = new Map([
  [401, "auth-failed"],
  [403, "permission-denied"],
  [404, "unsupported"],
  [410, "truncated"],
]);

const words: ReadonlyMap<number, string> = new Map([
  [401, "the credentials do not count, or no longer"],
  [404, "the server does not serve this"],
  [410, "the list has expired"],
]);

/** What came of a question: its JSON, or why there is none in one sentence. */
export function answerOf(message: Message, { outcome, tries, refusedPause }: Tried): ApiAnswer {
  const asked = `${message.method} ${message.url.pathname}`;
  const often = tries > 1 ? ` (tried ${tries} times)` : "";
  if (outcome.kind === "none") return failed(outcome.cause, `${asked}: ${outcome.message}${often}`);
  const { status } = outcome;
  if (status === 200 || status === 201) return readJson(outcome, asked);
  const cause = causes.get(status) ?? (status >= 300 && status < 400 ? "unsupported" : "unreachable");
  const why = cause === "unsupported" && status < 400 ? "redirects are not followed" : words.get(status);
  const pause = refusedPause === undefined ? "" : `; it wants a pause of ${Math.ceil(refusedPause / 1000)} s`;
  const reason = reasonOf(outcome);
  const said = reason === undefined ? "" : ` ${reason}`;
  const sentence = `${asked} answered HTTP ${status}${said}${why ? `: ${why}` : ""}${pause}${often}`;
  return { ...failed(cause, sentence), status, ...(reason && { reason }) };
}

const failed = (cause: FailureCause, message: string) => ({ state: "failed", cause, message }) as const;

function readJson({ contentType, body }: Response, asked: string): ApiAnswer {
  if (body.state === "json") return { state: "answered", body: body.value };
  if (body.state === "damaged") return failed("unparseable", `${asked} answered with JSON that is cut off or damaged`);
  const type = contentType === "" ? "no content type" : firstLine(contentType);
  return failed("unparseable", `${asked} answered with ${type} instead of JSON`);
}

/** The word that Kubernetes gives for an error (`Forbidden`), in front of nothing that a stranger wrote. */
function reasonOf({ body }: Response): string | undefined {
  if (body.state !== "json" || typeof body.value !== "object" || body.value === null) return undefined;
  const { reason } = body.value as { readonly reason?: unknown };
  return typeof reason === "string" && /^[A-Za-z]{1,40}$/.test(reason) ? reason : undefined;
}
